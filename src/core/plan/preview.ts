import type { Change, FieldChange } from '../change/change.ts';
import { subjectKey } from '../change/subject.ts';
import type { OpsErrorCode } from '../errors.ts';
import { equalJson } from '../json/json.ts';
import { describePath } from '../json/pointer.ts';
import type { Plan } from './plan.ts';

/** The effect of a merge on one target: the plan of the merge result beside the plan of the base. */
export interface PlannedPreview {
  readonly status: 'planned';
  readonly target: string;
  /** The plan of the merge result: every change that a merge makes. This plan is approved. */
  readonly plan: Plan;
  /** Changes made by the proposed commit itself. */
  readonly yours: readonly Change[];
  /** Changes of the base's plan too: live has drifted from the base, and any sync reverts it. */
  readonly drifted: readonly Change[];
  /** Changes of the base's plan only: live has drifted from the base, and the proposal agrees with live. */
  readonly adopted: readonly Change[];
  /** No sync of the target is recorded: nothing can have drifted. */
  readonly undeployed?: true;
}

export type TargetPreview =
  | PlannedPreview
  | {
      readonly status: 'failed';
      readonly target: string;
      readonly code: OpsErrorCode;
      readonly message: string;
      readonly undeployed?: true;
    };

export interface Preview {
  readonly base: string;
  readonly proposed: string;
  /** Ordered by environment, then target. Empty: the proposal touches no target. */
  readonly targets: readonly { readonly environment: string; readonly preview: TargetPreview }[];
}

/** Tells the proposal's own changes from earlier drift. Both plans are made against the same live state. */
export function previewOf(base: Plan | undefined, proposed: Plan): PlannedPreview {
  const before = new Map(base?.changes.map((change) => [subjectKey(change.subject), change]));
  const yours: Change[] = [];
  const drifted: Change[] = [];
  for (const change of proposed.changes) {
    const split = splitChange(change, before.get(subjectKey(change.subject)));
    if (split.yours) yours.push(split.yours);
    if (split.drifted) drifted.push(split.drifted);
  }
  const still = new Set(proposed.changes.map((change) => subjectKey(change.subject)));
  const adopted = (base?.changes ?? []).filter(
    (change) => change.action !== 'keep' && !still.has(subjectKey(change.subject)),
  );
  return { status: 'planned', target: proposed.target, plan: proposed, yours, drifted, adopted };
}

/** The preview of a target that was never deployed: every change is the proposal's own. */
export function asFirstDeploy(preview: TargetPreview): TargetPreview {
  if (preview.status === 'failed') return { ...preview, undeployed: true };
  return { ...preview, yours: preview.plan.changes, drifted: [], adopted: [], undeployed: true };
}

interface Split {
  readonly yours?: Change;
  readonly drifted?: Change;
}

function splitChange(change: Change, base: Change | undefined): Split {
  if (base === undefined || base.action !== change.action) return { yours: change };
  if (equalJson(change.after, base.after) && equalJson(change.before, base.before))
    return { drifted: change };
  if (change.action !== 'update') return { yours: change };
  const known = new Map(base.fields.map((field) => [describePath(field.path), field]));
  const isKnown = (field: FieldChange) => sameField(field, known.get(describePath(field.path)));
  const old = change.fields.filter(isKnown);
  const fresh = change.fields.filter((field) => !isKnown(field));
  return {
    ...(fresh.length > 0 && { yours: { ...change, fields: fresh } }),
    ...(old.length > 0 && { drifted: { ...change, fields: old, marks: [] } }),
  };
}

function sameField(a: FieldChange, b: FieldChange | undefined): boolean {
  return b !== undefined && equalJson(a.before, b.before) && equalJson(a.after, b.after);
}
