import type { Action, Change } from '../change/change.ts';
import type { Origin, ResourceId } from '../change/resource.ts';
import type { OpsErrorCode } from '../errors.ts';
import type { HookRun } from './hook-run.ts';

/** An object of which the live state or the prediction could not be had: neither changed nor unchanged. */
export interface Unknown {
  readonly id: ResourceId;
  readonly origin?: Origin;
  readonly code: OpsErrorCode;
  /** Masked; subject first, next step last. */
  readonly message: string;
  /**
   * Only this object is out of reach at the moment, as when the conversion webhook of its CRD is down: a sync goes on
   * without it, says that it failed, and deletes nothing. Anything else that is unknown stops a sync before it begins.
   */
  readonly apart?: true;
}

/**
 * What would change if a target were made to match a source. Ordered, masked and fingerprinted:
 * always safe to store and to show.
 */
export interface Plan {
  readonly target: string;
  readonly cluster: string;
  /** What it was made from: a commit, or a folder. Not part of the fingerprint. */
  readonly source: string;
  /** The tool that made the objects, and its version; absent for plain manifests. */
  readonly renderer?: string;
  /** In the order in which they would be applied. */
  readonly changes: readonly Change[];
  /**
   * What a sync runs besides, in that order; absent where it would run nothing. Where nothing differs they are what an
   * earlier sync did not run to a good end.
   */
  readonly hooks?: readonly HookRun[];
  /** How many declared objects are live as declared. */
  readonly unchanged: number;
  /** What makes the plan a "cannot tell". A sync refuses it, unless all of them are apart. */
  readonly unknown: readonly Unknown[];
  readonly warnings: readonly string[];
  /** Targets that are synced before, where they are synced together. Absent: none. Not part of the fingerprint. */
  readonly after?: readonly string[];
  /** The live system has no record of any sync of the target. Not part of the fingerprint. */
  readonly firstSync?: true;
  /** 32 hexadecimal digits; see `fingerprint.ts`. */
  readonly fingerprint: string;
}

/** Every target ends as one of these; a failure is never an empty plan. */
export type TargetPlan =
  | { readonly status: 'planned'; readonly target: string; readonly plan: Plan }
  | {
      readonly status: 'failed';
      readonly target: string;
      readonly code: OpsErrorCode;
      readonly message: string;
    };

export type Verdict = 'clean' | 'different' | 'unknown';

/** Whether the plan says "nothing to do", "something to do", or cannot tell. */
export function verdictOf(plan: Plan): Verdict {
  if (plan.unknown.length > 0) return 'unknown';
  return isEmpty(plan) ? 'clean' : 'different';
}

/** Whether a sync of it would do nothing that can be seen: no change, and no hook that an earlier one left to be run. */
export function isEmpty(plan: Plan): boolean {
  return differences(plan).length === 0 && (plan.hooks ?? []).length === 0;
}

/** What stops a sync of the plan before it begins. */
export function obstacles(plan: Plan): Unknown[] {
  return plan.unknown.filter(({ apart }) => apart !== true);
}

/** The changes that a sync would make; what it keeps is not among them. */
export function differences(plan: Plan): Change[] {
  return plan.changes.filter((change) => change.action !== 'keep');
}

/** What an earlier sync did not run to a good end, where nothing else is left to do. */
export function hooksLeft(plan: Plan): readonly HookRun[] {
  return differences(plan).length === 0 ? (plan.hooks ?? []) : [];
}

export type Counts = Readonly<Record<Action, number>>;

export function countActions(changes: readonly Change[]): Counts {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, keep: 0 };
  for (const change of changes) counts[change.action] += 1;
  return counts;
}
