import type { PlanRequest } from '../../ports/engine.ts';
import type { KubernetesTarget } from '../config/target.ts';
import type { Snapshot } from '../observe/snapshot.ts';

/** A request to plan a target in a cluster. */
export interface KubernetesRequest extends PlanRequest {
  readonly target: KubernetesTarget;
  readonly snapshot: Snapshot;
}
