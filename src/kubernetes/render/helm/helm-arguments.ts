import { OpsError } from '../../../core/errors.ts';
import type { HelmOptions, KubernetesTarget } from '../../config/target.ts';

/** Stands for the namespace where the target names none: Helm itself would silently take `default`. */
const NO_NAMESPACE = 'no-namespace-is-set';

export function helmOptionsOf({ spec: { helm } }: KubernetesTarget): HelmOptions {
  return helm ?? { values: [] };
}

/**
 * The arguments of `helm`. Paths begin with `./`, and names follow `--`, so that none of them is an option or an
 * address. `inside/helm-beside-discovery.ts` answers Helm's requests to a cluster.
 */
export function helmArguments(target: KubernetesTarget): string[] {
  const { release, values, set = [] } = helmOptionsOf(target);
  return [
    'template',
    '--dry-run=server',
    '--disable-openapi-validation',
    '--include-crds',
    '--skip-tests',
    '--namespace',
    target.spec.namespace ?? NO_NAMESPACE,
    ...values.flatMap((path) => ['--values', `./${path}`]),
    ...set.map((value) => `--set=${value}`),
    '--',
    release ?? target.id.slice(target.id.lastIndexOf('/') + 1),
    `./${target.path}`,
  ];
}

/**
 * @throws OpsError `invalid-source` for a path that Helm would take for several, some of them perhaps not in the
 *   source
 */
export function refuseSeveralNames(path: string): void {
  if (!/[,"\r\n]/.test(path)) return;
  throw new OpsError({
    code: 'invalid-source',
    subject: JSON.stringify(path),
    message: 'Helm reads no values file with a comma or a quotation mark in its path. Rename it.',
  });
}

/**
 * @param output Helm's output
 * @param fileAt the template of a line of the output, from 1
 * @throws OpsError `invalid-source` where a template needs a namespace and the target names none
 */
export function refuseWithoutNamespace(
  target: KubernetesTarget,
  output: string,
  fileAt: (line: number) => string,
): void {
  const index = target.spec.namespace === undefined ? output.indexOf(NO_NAMESPACE) : -1;
  if (index < 0) return;
  throw new OpsError({
    code: 'invalid-source',
    subject: fileAt(output.slice(0, index).split('\n').length),
    message: `it uses the namespace of the release, and none is set. Set "namespace" for target ${target.id}.`,
  });
}
