import { OpsError } from '../../core/errors.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { readCapabilities } from '../discovery/capabilities.ts';
import type { Rendered } from '../render/renderer.ts';
import type { PlanDeps } from './plan-deps.ts';
import type { KubernetesRequest } from './request.ts';

type Deps = Pick<PlanDeps, 'connect' | 'renderer'>;

/**
 * Renders the target of a request.
 * @throws OpsError `empty-source` where the source declares no object, and the target does not allow that
 */
export async function renderSource(deps: Deps, request: KubernetesRequest): Promise<Rendered> {
  const rendered = await renderOrNothing(deps, request);
  refuseEmpty(rendered, request.target);
  return rendered;
}

/** Renders any target of the source, with the cluster's capabilities for its templates. */
export function renderTarget(
  deps: Deps,
  { source, given = [] }: KubernetesRequest,
  target: KubernetesTarget,
): Promise<Rendered> {
  const capabilities = async () => readCapabilities(await deps.connect(target.destination), given);
  return deps.renderer.render({ source, target, capabilities });
}

/** Renders a target whose folder may be missing where its source may be empty: Git keeps no empty folders. */
async function renderOrNothing(deps: Deps, request: KubernetesRequest): Promise<Rendered> {
  const { target } = request;
  try {
    return await renderTarget(deps, request, target);
  } catch (error) {
    const isGone = error instanceof OpsError && error.code === 'not-found' && error.subject === target.path;
    if (!isGone || !target.spec.allowEmpty) throw error;
    return { renderer: 'plain', declared: [], warnings: [] };
  }
}

function refuseEmpty(rendered: Rendered, target: KubernetesTarget): void {
  if (rendered.declared.length > 0 || target.spec.allowEmpty) return;
  throw new OpsError({
    code: 'empty-source',
    subject: target.path,
    message:
      'it declares no object. Check the path; where everything is meant to be deleted, set "allow-empty: true" for its target.',
  });
}
