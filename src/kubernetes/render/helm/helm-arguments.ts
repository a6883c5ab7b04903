import { OpsError } from '../../../core/errors.ts';
import type { HelmOptions, Target } from '../../../core/target/target.ts';

/** In the place of a namespace that the target does not name: Helm itself would say `default`, without a word. */
const NO_NAMESPACE = 'no-namespace-is-set';

export function helmOptionsOf({ helm }: Target): HelmOptions {
  return helm ?? { values: [] };
}

/**
 * Of `helm`. Paths begin with `./`, and names follow `--`, so that none of them is an option or an address. What it asks
 * of a cluster is answered beside it (`inside/helm-beside-discovery.ts`).
 */
export function helmArguments(target: Target): string[] {
  const { release, values, set = [] } = helmOptionsOf(target);
  return [
    'template',
    '--dry-run=server',
    '--disable-openapi-validation',
    '--include-crds',
    '--skip-tests',
    '--namespace',
    target.namespace ?? NO_NAMESPACE,
    ...values.flatMap((path) => ['--values', `./${path}`]),
    ...set.map((value) => `--set=${value}`),
    '--',
    release ?? target.id.slice(target.id.lastIndexOf('/') + 1),
    `./${target.path}`,
  ];
}

/** @throws OpsError `invalid-source` for a name that Helm would take for several, some of them perhaps not in the source */
export function refuseSeveralNames(path: string): void {
  if (!/[,"\r\n]/.test(path)) return;
  throw new OpsError({
    code: 'invalid-source',
    subject: JSON.stringify(path),
    message: 'Helm reads no values file with a comma or a quotation mark in its path. Rename it.',
  });
}

/**
 * @param output what Helm printed
 * @param fileAt the template that a line of it, from 1, comes from
 * @throws OpsError `invalid-source` where a template needs the namespace that the target does not name
 */
export function refuseWithoutNamespace(
  target: Target,
  output: string,
  fileAt: (line: number) => string,
): void {
  const index = target.namespace === undefined ? output.indexOf(NO_NAMESPACE) : -1;
  if (index < 0) return;
  throw new OpsError({
    code: 'invalid-source',
    subject: fileAt(output.slice(0, index).split('\n').length),
    message: `it uses the namespace of the release, and none is set. Set "namespace" for target ${target.id}.`,
  });
}
