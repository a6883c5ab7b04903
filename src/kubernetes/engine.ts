import type { Engine } from '../ports/engine.ts';
import { applyKubernetes } from './apply/apply.ts';
import type { ApplyDeps } from './apply/run.ts';
import type { KubernetesTarget } from './config/target.ts';
import { inspectKubernetes } from './health/inspect.ts';
import { createPlanCache } from './plan-cache.ts';
import type { KubernetesPayload } from './plan/payload.ts';
import type { PlanDeps } from './plan/plan-deps.ts';
import { planKubernetes } from './plan/plan.ts';

export type KubernetesDeps = Omit<PlanDeps, 'cache'> & ApplyDeps;

/** Kubernetes behind the engine port: predictions by server-side dry-run, changes by server-side apply. */
export function createKubernetesEngine(deps: KubernetesDeps): Engine<KubernetesTarget, KubernetesPayload> {
  const cache = createPlanCache();
  return {
    reads: (request) => deps.renderer.reads(request),
    plan: (request) => planKubernetes({ ...deps, cache }, request),
    inspect: (target) => inspectKubernetes(deps, target),
    apply: (prepared, options) => applyKubernetes(deps, prepared.payload, options),
  };
}
