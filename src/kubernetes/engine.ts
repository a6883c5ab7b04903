import type { Engine, Session } from '../ports/engine.ts';
import { applyKubernetes } from './apply/apply.ts';
import type { ApplyDeps } from './apply/run.ts';
import type { KubernetesTarget } from './config/target.ts';
import { inspectKubernetes } from './health/inspect.ts';
import type { Snapshot } from './observe/snapshot.ts';
import { createPlanCache } from './plan-cache.ts';
import type { KubernetesPayload } from './plan/payload.ts';
import type { PlanDeps } from './plan/plan-deps.ts';
import { planKubernetes } from './plan/plan.ts';
import { type WatcherDeps, createKubernetesWatcher } from './watch/watch.ts';

export type KubernetesDeps = Omit<PlanDeps, 'cache'> & ApplyDeps & WatcherDeps;

/** Kubernetes behind the engine port: predictions by server-side dry-run, changes by server-side apply. */
export function createKubernetesEngine(deps: KubernetesDeps): Engine<KubernetesTarget, KubernetesPayload> {
  const all = { ...deps, cache: createPlanCache() };
  return {
    reads: (target, source) => deps.renderer.reads({ target, source }),
    open: async (target) => openSession(all, target),
    ...createKubernetesWatcher(deps),
  };
}

function openSession(deps: KubernetesDeps & PlanDeps, target: KubernetesTarget): Session<KubernetesPayload> {
  const shared: Snapshot = new Map();
  return {
    plan: (request) => {
      const snapshot = request.purpose === 'preview' ? shared : new Map();
      return planKubernetes(deps, { ...request, target, snapshot });
    },
    inspect: () => inspectKubernetes(deps, target),
    apply: (prepared, options) => applyKubernetes(deps, prepared.payload, options),
    close: async () => undefined,
  };
}
