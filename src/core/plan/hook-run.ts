import type { Origin, ResourceId } from '../change/resource.ts';
import type { TreeObject } from '../json/json.ts';
import type { HookPhase } from './hook-names.ts';

/** A hook that a sync runs besides its changes; approved with them. Masked: safe to store and to show. */
export interface HookRun {
  readonly id: ResourceId;
  readonly origin?: Origin;
  readonly phase: HookPhase;
  readonly weight: number;
  /** The manifest. */
  readonly object: TreeObject;
}
