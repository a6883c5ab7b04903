import type { Change } from '../../core/change/change.ts';
import { subjectKey } from '../../core/change/subject.ts';
import { equalJson, type Json } from '../../core/json/json.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlannedPreview, TargetPreview } from '../../core/plan/preview.ts';
import { targetWithMarkers } from './markers-in-plans.ts';
import { targetWithSubjects } from './subjects-in-plans.ts';
import { type Upgrade, versioned } from './versioned.ts';

/**
 * A change of a preview, told by its plan: the index of a whole change; or some fields of one, by their indexes, with
 * its marks or without any. Or a change of its own.
 */
type Part =
  | number
  | { readonly at: number; readonly fields: readonly number[]; readonly unmarked?: true }
  | { readonly own: Change };

type KeptPlanned = Omit<PlannedPreview, 'plan' | 'yours' | 'drifted' | 'adopted'> & {
  readonly [Key in 'yours' | 'drifted' | 'adopted']: readonly Part[];
};

/** A target of a preview without its plan, which is kept apart. */
export type KeptTarget = Extract<TargetPreview, { status: 'failed' }> | KeptPlanned;

/** From one version to the next. A target is of the version of its plan: an upgrade of changes is one of its own too. */
const UPGRADES: readonly Upgrade[] = [(before) => before, targetWithMarkers, targetWithSubjects];

export const KEPT_TARGET = versioned<KeptTarget>('target', UPGRADES);

/** What a preview says of a target beside its plan. */
export function keptTarget(preview: TargetPreview): KeptTarget {
  if (preview.status === 'failed') return preview;
  const { plan, yours, drifted, adopted, ...rest } = preview;
  const part = partsOf(plan);
  return { ...rest, yours: yours.map(part), drifted: drifted.map(part), adopted: adopted.map(part) };
}

/** The preview of a target, with its plan; undefined: the plan cannot be told any more. */
export function targetPreview(kept: KeptTarget, plan: Plan | undefined): TargetPreview {
  if (kept.status === 'failed') return kept;
  if (plan === undefined) return askedAgain(kept);
  const { status, target, yours, drifted, adopted, ...rest } = kept;
  const change = (part: Part) => changeOf(plan, part);
  return {
    status,
    target,
    plan,
    yours: yours.map(change),
    drifted: drifted.map(change),
    adopted: adopted.map(change),
    ...rest,
  };
}

function askedAgain({ target, undeployed }: KeptPlanned): TargetPreview {
  const message =
    'its plan was made by an earlier version, in a form that is not read any more. Plan it again with `/plumb retry`.';
  return { status: 'failed', target, code: 'stale', message, ...(undeployed && { undeployed }) };
}

function partsOf({ changes }: Plan): (change: Change) => Part {
  const indexes = new Map(changes.map(({ subject }, index) => [subjectKey(subject), index]));
  return (change) => {
    const at = indexes.get(subjectKey(change.subject));
    const whole = at === undefined ? undefined : changes[at];
    if (at === undefined || whole === undefined) return { own: change };
    if (same(whole, change)) return at;
    const fields = change.fields.map((field) => whole.fields.findIndex((each) => same(each, field)));
    const marked = { at, fields };
    const parts: readonly Part[] = [marked, { ...marked, unmarked: true }];
    const isThis = (part: Part) => same(changeOf({ changes }, part), change);
    return (fields.includes(-1) ? undefined : parts.find(isThis)) ?? { own: change };
  };
}

function changeOf({ changes }: Pick<Plan, 'changes'>, part: Part): Change {
  if (typeof part === 'object' && 'own' in part) return part.own;
  const at = typeof part === 'number' ? part : part.at;
  const whole = changes[at];
  if (whole === undefined) throw new Error(`A preview refers to change ${at} of ${changes.length}.`);
  if (typeof part === 'number') return whole;
  const fields = part.fields.flatMap((index) => whole.fields[index] ?? []);
  return { ...whole, fields, ...(part.unmarked && { marks: [] }) };
}

function same(a: object, b: object): boolean {
  return equalJson(a as Json, b as Json);
}
