import type { Engine } from '../ports/engine.ts';
import { applyKubernetes } from './apply.ts';
import { inspectKubernetes } from './inspect.ts';
import type { PlanDeps } from './plan-deps.ts';
import { type KubernetesPayload, planKubernetes } from './plan.ts';
import type { ApplyDeps } from './run.ts';

export type KubernetesDeps = PlanDeps & ApplyDeps;

/** Kubernetes behind the engine port: predictions by server-side dry-run, changes by server-side apply. */
export function createKubernetesEngine(deps: KubernetesDeps): Engine<KubernetesPayload> {
  return {
    reads: (request) => deps.renderer.reads(request),
    plan: (request) => planKubernetes(deps, request),
    inspect: (target) => inspectKubernetes(deps, target),
    apply: (prepared, options) => applyKubernetes(deps, prepared.payload, options),
  };
}
