import type { Origin, Subject } from '../change/subject.ts';
import type { TreeObject } from '../json/json.ts';

/** When a hook runs: before all else in a sync, after the other objects of its wave, after all, or after a failure. */
export type HookPhase = 'before' | 'during' | 'after' | 'failure';

/** A hook that a sync runs besides its changes; approved with them. Masked: safe to store and to show. */
export interface HookRun {
  readonly subject: Subject;
  readonly origin?: Origin;
  readonly phase: HookPhase;
  readonly weight: number;
  /** The manifest. */
  readonly object: TreeObject;
}
