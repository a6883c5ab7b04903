import type { Change, Mark } from '../change/change.ts';
import { subjectKey } from '../change/subject.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedPreview, TargetPreview } from '../plan/preview.ts';

const DELETED: Mark = { level: 'warning', text: 'deleted live; it comes back' };

/** Marks the creates of a drift: an object of the synced commit that is to be created was deleted live. */
export function withDeletions(drift: Plan): Plan {
  return {
    ...drift,
    changes: drift.changes.map((change) => (change.action === 'create' ? marked(change) : change)),
  };
}

/** Marks the creates of a preview whose objects were deleted live, as the drift shows. */
export function tellDeletions(preview: TargetPreview, drift: Plan | undefined): TargetPreview {
  if (preview.status === 'failed' || drift === undefined) return preview;
  const gone = new Set(
    drift.changes.filter(({ action }) => action === 'create').map(({ subject }) => subjectKey(subject)),
  );
  const tell = (changes: PlannedPreview['drifted']) =>
    changes.map((change) =>
      change.action === 'create' && gone.has(subjectKey(change.subject)) ? marked(change) : change,
    );
  const { plan, drifted, yours } = preview;
  return {
    ...preview,
    plan: { ...plan, changes: tell(plan.changes) },
    drifted: tell(drifted),
    yours: tell(yours),
  };
}

function marked(change: Change): Change {
  const marks = change.marks.filter(({ text }) => text !== DELETED.text);
  return { ...change, marks: [DELETED, ...marks] };
}
