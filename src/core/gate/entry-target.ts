import { type Subject, describeSubject, subjectKey } from '../change/subject.ts';
import { planDifferences } from '../plan/plan-differences.ts';
import { planLess } from '../plan/plan-less.ts';
import { type Plan, type TargetPlan, differences } from '../plan/plan.ts';
import type { TargetPreview } from '../plan/preview.ts';
import { type Decision, leaf } from './decision.ts';

/** An entry ahead in the merge queue: merged and deployed before. */
export interface Ahead {
  readonly pull: number;
  /** The entry has not passed here (yet), and may never be merged. */
  readonly waits: boolean;
  readonly configuration: boolean;
  /** Its approved plans. */
  readonly plans: readonly Plan[];
}

/** A target that an entry of a merge queue deploys. */
export interface EntryTarget {
  /** The plan of the entry's commit. */
  readonly plan: TargetPlan;
  /** The plan of the parent commit, where entries ahead deploy the target too. Made of the same live state. */
  readonly parent?: TargetPlan;
}

/** The next step where the plan differs from the approved one. */
export const AGAIN = 'Approve the plan that the pull request shows now, and queue it again.';

/**
 * Whether an entry's plan of a target, less the changes of the entries ahead, is the approved plan.
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

/** The problems of the parent's plan; a target missing from the parent commit is none. */
function problemsAhead(parent: TargetPlan | undefined): string[] {
  if (parent === undefined || (parent.status === 'failed' && parent.code === 'not-found')) return [];
  return problemsOf(parent).map((problem) => `What the entries ahead change cannot be told: ${problem}`);
}

/** Objects changed both by the entries ahead and by one of these plans. */
function sharedWith(done: Plan, plans: readonly Plan[]): Subject[] {
  const own = new Set(plans.flatMap(differences).map(({ subject }) => subjectKey(subject)));
  return differences(done)
    .map(({ subject }) => subject)
    .filter((subject) => own.has(subjectKey(subject)));
}

function tellShared(target: string, shared: readonly Subject[], ahead: readonly Ahead[]): Decision[] {
  const by = Map.groupBy(
    shared,
    (subject) => ahead.find(({ plans }) => changes(plans, target, subject))?.pull,
  );
  return [...by].map(([pull, subjects]) =>
    blocked(target, overlaps(pull, subjects.map(describeSubject).join(', '))),
  );
}

function changes(plans: readonly Plan[], target: string, subject: Subject): boolean {
  const isSame = (other: Subject) => subjectKey(other) === subjectKey(subject);
  return plans.some(
    (plan) => plan.target === target && differences(plan).some((each) => isSame(each.subject)),
  );
}

/** The message about an object or setting that two entries change. @param pull of the entry ahead, where it is known */
export function overlaps(pull: number | undefined, what: string): string {
  const other = pull === undefined ? 'what is ahead of it' : `#${pull}`;
  return `It overlaps with ${other} on ${what}. Let ${other} be merged and deployed first, then look at the plan that is left, approve it, and queue it again.`;
}
