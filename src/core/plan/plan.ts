import type { Action, Change } from '../change/change.ts';
import type { Origin, Subject } from '../change/subject.ts';
import type { OpsErrorCode } from '../errors.ts';
import type { HookRun } from './hook-run.ts';

/** An object without a live state or a prediction: neither changed nor unchanged. */
export interface Unknown {
  readonly subject: Subject;
  readonly origin?: Origin;
  readonly code: OpsErrorCode;
  /** Masked; subject first, next step last. */
  readonly message: string;
  /**
   * Only this object is out of reach for the moment, as when the conversion webhook of its CRD is down: a sync goes on
   * without it, ends as failed, and deletes nothing. Any other unknown object stops a sync before it begins.
   */
  readonly apart?: true;
  /** Keys of what it needs that another target's sync may bring; see `given.ts`. */
  readonly needs?: readonly string[];
}

/**
 * The changes that make a target match a source. Ordered, masked and fingerprinted:
 * always safe to store and to show.
 */
export interface Plan {
  readonly target: string;
  /** The live system, by the name that its engine knows it by. */
  readonly destination: string;
  /** A commit or a folder. Not part of the fingerprint. */
  readonly source: string;
  /** Tools that made it of the source, with their versions: `helm v4.3.1`. Empty: the source was read as it is. */
  readonly tools: readonly string[];
  /** In the order in which they would be applied. */
  readonly changes: readonly Change[];
  /**
   * Hooks of a sync, in the order of their runs; absent where there are none. Where nothing differs, these are the
   * hooks that an earlier sync did not finish.
   */
  readonly hooks?: readonly HookRun[];
  /** The number of declared objects that are live as declared. */
  readonly unchanged: number;
  /** Objects that make the plan's verdict `unknown`. A sync refuses the plan, unless all of them are `apart`. */
  readonly unknown: readonly Unknown[];
  readonly warnings: readonly string[];
  /** Targets that are synced before, where they are synced together. Absent: none. Not part of the fingerprint. */
  readonly after?: readonly string[];
  /** Keys of what it needs that another target's sync may bring; see `given.ts`. Not part of the fingerprint. */
  readonly needs?: readonly string[];
  /** The live system has no record of any sync of the target. Not part of the fingerprint. */
  readonly firstSync?: true;
  /** 32 hexadecimal digits; see `fingerprint.ts`. */
  readonly fingerprint: string;
  /** An earlier version of Plumbline made it, by other rules: it equals no plan made now, and is to be made again. */
  readonly outdated?: true;
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

/** Whether a plan has nothing to do, something to do, or cannot tell. */
export function verdictOf(plan: Plan): Verdict {
  if (plan.unknown.length > 0) return 'unknown';
  return isEmpty(plan) ? 'clean' : 'different';
}

/** Whether a sync does nothing visible: no change, and no hook left over from an earlier sync. */
export function isEmpty(plan: Plan): boolean {
  return differences(plan).length === 0 && (plan.hooks ?? []).length === 0;
}

/** The unknown objects that stop a sync before it begins. */
export function obstacles(plan: Plan): Unknown[] {
  return plan.unknown.filter(({ apart }) => apart !== true);
}

/** The changes that a sync makes: all but `keep`. */
export function differences(plan: Plan): Change[] {
  return plan.changes.filter((change) => change.action !== 'keep');
}

/** The hooks that an earlier sync did not finish, where nothing else is left to do. */
export function hooksLeft(plan: Plan): readonly HookRun[] {
  return differences(plan).length === 0 ? (plan.hooks ?? []) : [];
}

export type Counts = Readonly<Record<Action, number>>;

export function countActions(changes: readonly Change[]): Counts {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, keep: 0 };
  for (const change of changes) counts[change.action] += 1;
  return counts;
}
