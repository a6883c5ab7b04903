import type { Change } from '../../core/change/change.ts';
import { isInteractive } from '../../core/change/interactive.ts';
import { describeSubject } from '../../core/change/subject.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { DiffLine, Detail } from '../diff/diff-line.ts';
import { hunkLines } from '../diff/hunks.ts';
import { type ReportObject, reportObjects } from './report-objects.ts';
import { type Separated, separateShared } from './shared-fields.ts';

/** The same change of many objects, told once. */
export interface SharedChange {
  readonly lines: readonly DiffLine[];
  /** The names of all objects that change so. */
  readonly names: readonly string[];
  /** How many of them change in nothing else. */
  readonly alone: number;
}

export interface Section {
  readonly name: string;
  /** A note for the reader about all its objects. */
  readonly note?: string;
  readonly shared: readonly SharedChange[];
  readonly objects: readonly ReportObject[];
}

export interface Part {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly note?: string;
}

export function isDifference({ action }: Change): boolean {
  return action !== 'keep';
}

export function kept(plan: Plan): Part {
  return { name: 'Kept', changes: plan.changes.filter((change) => !isDifference(change)) };
}

export function sectionsOf(parts: readonly Part[], detail: Detail): Section[] {
  return parts
    .filter(({ changes }) => changes.length > 0)
    .map(({ changes: all, ...named }) => {
      const changes = all.map(withoutPeople);
      const { shared, rest } = detail === 'whole' ? { shared: [], rest: changes } : separateShared(changes);
      return { ...named, shared: sharedChanges(shared, rest, detail), objects: reportObjects(rest, detail) };
    });
}

/**
 * Leaves people's tools out of the managers that lose a field. A person's value is shown as written by them; the loss
 * of their tool is of no use to anybody.
 */
function withoutPeople(change: Change): Change {
  const fields = change.fields.map(({ taken, ...field }) => {
    const others = (taken ?? []).filter((manager) => !isInteractive(manager));
    return { ...field, ...(others.length > 0 && { taken: others }) };
  });
  return { ...change, fields };
}

function sharedChanges(
  shared: Separated['shared'],
  rest: readonly Change[],
  detail: Detail,
): readonly SharedChange[] {
  const further = new Set(rest.map(({ subject }) => describeSubject(subject)));
  return shared.map(({ fields, changes }) => {
    const names = changes.map(({ subject }) => describeSubject(subject));
    const alone = names.filter((name) => !further.has(name)).length;
    return { lines: hunkLines(fields, detail), names, alone };
  });
}
