import { type ResourceId, describeResource, resourceKey } from '../change/resource.ts';
import { planDifferences } from '../plan/plan-differences.ts';
import { planLess } from '../plan/plan-less.ts';
import { type Plan, type TargetPlan, differences } from '../plan/plan.ts';
import type { TargetPreview } from '../plan/preview.ts';
import { type Decision, leaf } from './decision.ts';

/** An entry that is merged, and deployed, before. */
export interface Ahead {
  readonly pull: number;
  /** It did not pass here (yet): whether it is merged at all is open. */
  readonly waits: boolean;
  readonly configuration: boolean;
  /** The plans that were approved of it. */
  readonly plans: readonly Plan[];
}

/** A target that an entry of a merge queue deploys. */
export interface EntryTarget {
  /** The plan of the entry's commit. */
  readonly plan: TargetPlan;
  /** Of the commit that it stands on, where entries ahead deploy the target, too. Made of the same live state. */
  readonly parent?: TargetPlan;
}

/** The next step where the plan is another one. */
export const AGAIN = 'Approve the plan that the pull request shows now, and queue it again.';

/**
 * Whether what an entry changes in a target, less what those ahead change first, is what was approved.
 * @param approved of all targets of the environment
 */
export function decideTarget(
  { plan: made, parent }: EntryTarget,
  approved: readonly TargetPreview[],
  ahead: readonly Ahead[],
): Decision[] {
  const { target } = made;
  const before = approved.find((each) => each.target === target);
  if (before?.status !== 'planned') return [blocked(target, `No plan of this target was approved. ${AGAIN}`)];
  const problems = [...problemsOf(made), ...problemsAhead(parent)];
  if (made.status === 'failed' || problems.length > 0)
    return problems.map((problem) => blocked(target, problem));
  const done = parent?.status === 'planned' ? parent.plan : undefined;
  const own = done === undefined ? made.plan : planLess(made.plan, done);
  const shared = done === undefined ? [] : sharedWith(done, [own, before.plan]);
  if (shared.length > 0) return tellShared(target, shared, ahead);
  if (own.fingerprint === before.plan.fingerprint)
    return [leaf('approved', target, 'It is the approved plan.')];
  const lines = planDifferences(before.plan, own);
  const what =
    lines.length > 0 ? lines.join('; ') : 'the tool that renders it, or the cluster, is another one';
  return [blocked(target, `Its plan is not the approved one: ${what}. ${AGAIN}`)];
}

function blocked(rule: string, reason: string): Decision {
  return leaf('blocked', rule, reason);
}

function problemsOf(made: TargetPlan): string[] {
  return made.status === 'failed' ? [made.message] : made.plan.unknown.map(({ message }) => message);
}

/** What is not there yet before this entry changes nothing. */
function problemsAhead(parent: TargetPlan | undefined): string[] {
  if (parent === undefined || (parent.status === 'failed' && parent.code === 'not-found')) return [];
  return problemsOf(parent).map((problem) => `What the entries ahead change cannot be told: ${problem}`);
}

/** Objects that those ahead change, and that are changed by one of these plans as well. */
function sharedWith(done: Plan, plans: readonly Plan[]): ResourceId[] {
  const own = new Set(plans.flatMap(differences).map(({ id }) => resourceKey(id)));
  return differences(done)
    .map(({ id }) => id)
    .filter((id) => own.has(resourceKey(id)));
}

function tellShared(target: string, shared: readonly ResourceId[], ahead: readonly Ahead[]): Decision[] {
  const by = Map.groupBy(shared, (id) => ahead.find(({ plans }) => changes(plans, target, id))?.pull);
  return [...by].map(([pull, ids]) => blocked(target, overlaps(pull, ids.map(describeResource).join(', '))));
}

function changes(plans: readonly Plan[], target: string, id: ResourceId): boolean {
  const isSame = (other: ResourceId) => resourceKey(other) === resourceKey(id);
  return plans.some((plan) => plan.target === target && differences(plan).some((each) => isSame(each.id)));
}

/** What is said of something that two entries change. @param pull of the one ahead, where it can be told */
export function overlaps(pull: number | undefined, what: string): string {
  const other = pull === undefined ? 'what is ahead of it' : `#${pull}`;
  return `It overlaps with ${other} on ${what}. Let ${other} be merged and deployed first, then look at the plan that is left, approve it, and queue it again.`;
}
