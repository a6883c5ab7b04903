import { OpsError } from '../core/errors.ts';
import type { HelmOptions, KubernetesTarget } from '../kubernetes/config/target.ts';
import type { CliDeps } from './deps.ts';
import type { TargetOptions } from './target-options.ts';

/** The part of a place from which a target's name and path are made. */
export interface Named {
  readonly path: string;
  readonly where: string;
  readonly kind: 'folder' | 'file' | 'input';
}

/** A target made of the options alone, with the same defaults as in a configuration. */
export async function ownTarget(
  deps: CliDeps,
  place: Named,
  options: TargetOptions,
): Promise<KubernetesTarget> {
  const { context } = options;
  if (context === undefined) throw await noContext(deps, place.path, options);
  return {
    id: options.name ?? nameOf(place.path === '.' ? place.where : place.path),
    environment: options.environment ?? context,
    engine: 'kubernetes',
    destination: context,
    path: place.path,
    rules: { ignore: options.ignore ?? [], mask: [] },
    spec: {
      cluster: context,
      render: place.kind === 'folder' ? 'auto' : 'plain',
      ...helmOf(options),
      ...(options.namespace !== undefined && { namespace: options.namespace }),
      prune: options.prune ?? false,
      allowEmpty: options.allowEmpty ?? false,
      replace: options.replace ?? [],
      confirmDelete: options.confirmDelete ?? [],
    },
  };
}

function helmOf({ release, values, set }: TargetOptions): { readonly helm?: HelmOptions } {
  if (release === undefined && values === undefined && set === undefined) return {};
  const named = { ...(release !== undefined && { release }), ...(set !== undefined && { set }) };
  return { helm: { ...named, values: values ?? [] } };
}

async function noContext(deps: CliDeps, path: string, options: TargetOptions): Promise<OpsError> {
  const current = await deps.currentContext(options);
  const offer = current === undefined ? '' : ` The current one is "${current}": --context ${current}.`;
  return new OpsError({
    code: 'usage',
    subject: path,
    message: `no configuration names its cluster. Name the context of the kubeconfig: --context NAME.${offer}`,
  });
}

/** A name with the characters and length of an object's: `clusters/prod/shop` → `clusters-prod-shop`. */
function nameOf(path: string): string {
  const words = path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return (
    words
      .replaceAll(/^-+|-+$/g, '')
      .slice(-63)
      .replace(/^-+/, '') || 'root'
  );
}
