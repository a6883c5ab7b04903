import type { Change, FieldChange } from '../../core/change/change.ts';
import { type Json, canonicalJson } from '../../core/json/json.ts';
import { type FieldPath, describePath } from '../../core/json/pointer.ts';
import { shown } from '../../core/json/shown.ts';

/** The fewest objects in which the same change of a field is shown once for all of them. */
const LEAST = 5;
/** Groups; more are no summary to a reader. */
const MOST_GROUPS = 8;
const MOST_FIELDS = 20;
/** Characters of a value that is shown once. */
const LONGEST = 200;

/** The same changes of the same fields in many objects. */
export interface SharedFields {
  readonly fields: readonly FieldChange[];
  readonly changes: readonly Change[];
}

export interface Separated {
  readonly shared: readonly SharedFields[];
  /** The other changes of each object; an object without any, and without a mark, is left out. */
  readonly rest: readonly Change[];
}

/**
 * Separates the changes that are the same in many objects, such as a chart's version in their labels. A change of a pod
 * template is never shared.
 */
export function separateShared(changes: readonly Change[]): Separated {
  const shared = groups(changes);
  const taken = new Map<Change, Set<FieldChange>>();
  for (const { found } of shared)
    for (const [change, field] of found) taken.set(change, (taken.get(change) ?? new Set()).add(field));
  const rest = changes.flatMap((change) => {
    const gone = taken.get(change);
    if (gone === undefined) return [change];
    const fields = change.fields.filter((field) => !gone.has(field));
    return fields.length === 0 && change.marks.length === 0 ? [] : [{ ...change, fields }];
  });
  return { shared: shared.map(({ fields, changes: all }) => ({ fields, changes: all })), rest };
}

interface Group {
  readonly fields: FieldChange[];
  readonly changes: readonly Change[];
  readonly found: [Change, FieldChange][];
}

/** Fields that change together in the same objects are one group. */
function groups(changes: readonly Change[]): Group[] {
  const bySet = new Map<string, Group>();
  const places = new Map(changes.map((change, place) => [change, place]));
  for (const found of sameChanges(changes)) {
    const all = found.map(([change]) => change);
    const key = all.map((change) => places.get(change)).join();
    const group = bySet.get(key) ?? { fields: [], changes: all, found: [] };
    if (group.fields.length >= MOST_FIELDS) continue;
    const [first] = found;
    if (first) group.fields.push(withoutTime(first[1]));
    for (const pair of found) group.found.push(pair);
    bySet.set(key, group);
  }
  return [...bySet.values()].toSorted((a, b) => b.changes.length - a.changes.length).slice(0, MOST_GROUPS);
}

/** A change without the time of its writer, which differs from object to object. */
function withoutTime({ writer, ...field }: FieldChange): FieldChange {
  return writer === undefined ? field : { ...field, writer: { manager: writer.manager } };
}

function sameChanges(changes: readonly Change[]): [Change, FieldChange][][] {
  const byText = new Map<string, [Change, FieldChange][]>();
  for (const change of changes) {
    if (change.action !== 'update') continue;
    for (const field of change.fields.filter(isShort)) {
      const { path, before, after, writer, taken } = field;
      const text = canonicalJson([describePath(path), before, after, writer?.manager, taken]);
      const found = byText.get(text);
      if (found === undefined) byText.set(text, [[change, field]]);
      else found.push([change, field]);
    }
  }
  return [...byText.values()].filter(({ length }) => length >= LEAST);
}

/** Whether a field holds one short value, no text or list, and restarts no pods. */
function isShort({ path, before, after }: FieldChange): boolean {
  const short = [before, after].every((value) => value === undefined || isShortValue(shown(value)));
  return short && !isPodTemplate(path);
}

function isShortValue(value: Json): boolean {
  return typeof value !== 'object' && String(value).length <= LONGEST;
}

function isPodTemplate([top, second]: FieldPath): boolean {
  const isKey = (step: FieldPath[number] | undefined, keys: readonly string[]) =>
    step !== undefined && 'key' in step && keys.includes(step.key);
  return isKey(top, ['spec']) && isKey(second, ['template', 'jobTemplate']);
}
