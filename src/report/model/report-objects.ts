import { type Change, type FieldChange, type Mark, describeChange } from '../../core/change/change.ts';
import { compare } from '../../core/change/compare.ts';
import { type Rename, pairRenames } from '../../core/change/renames.ts';
import { type Subject, describeSubject, placeInKind } from '../../core/change/subject.ts';
import { type Tree, type TreeObject, equalJson, isObject } from '../../core/json/json.ts';
import { describePath } from '../../core/json/pointer.ts';
import type { DiffLine, Detail } from '../diff/diff-line.ts';
import { diffLines } from '../diff/diff-lines.ts';
import { hunkLines } from '../diff/hunks.ts';

export interface ReportObject {
  /** `update apps/Deployment shop/web`, `renamed? apps/Deployment shop/old → shop/new`. */
  readonly title: string;
  readonly action: Change['action'];
  /** `apps/Deployment` and `shop`, by which objects are grouped. */
  readonly kind: string;
  readonly scope: string;
  readonly name: string;
  readonly marks: readonly Mark[];
  /** The paths of the fields that change. */
  readonly where: readonly string[];
  readonly lines: readonly DiffLine[];
}

/** An entry for each object; the two objects of a rename share one, where the new one stands. */
export function reportObjects(changes: readonly Change[], detail: Detail): ReportObject[] {
  const renames = detail === 'whole' ? [] : pairRenames(changes);
  const byCreated = new Map(renames.map((rename) => [rename.created, rename]));
  const gone = new Set(renames.map(({ deleted }) => deleted));
  return changes
    .filter((change) => !gone.has(change))
    .map((change) => {
      const rename = byCreated.get(change);
      return rename === undefined ? entryOf(change, detail) : renamed(rename, detail);
    });
}

function entryOf(change: Change, detail: Detail): ReportObject {
  return {
    title: describeChange(change),
    action: change.action,
    ...placeOf(change.subject),
    marks: change.marks,
    where: whereOf(change.fields),
    lines: diffLines(change, detail),
  };
}

/** The parts of an identity by which objects are grouped. */
export function placeOf({ kind, scope, name }: Subject): Pick<ReportObject, 'kind' | 'scope' | 'name'> {
  return { kind, scope, name };
}

/** The paths of changed fields; those of a pod's own fields begin at the pod's spec. */
function whereOf(fields: readonly FieldChange[]): string[] {
  return fields.map(({ path }) => describePath(path).replace(/^spec\.template\.spec\.(?=.)/, ''));
}

/** The differences between the two objects of a rename; the title and the marks tell that they are two. */
function renamed({ deleted, created }: Rename, detail: Detail): ReportObject {
  const old = contentOf(deleted.before);
  const before = withName(old, deleted.subject.name, created.subject.name);
  const fields = compare(before as TreeObject, contentOf(created.after), { fields: new Map() });
  return {
    title: `renamed? ${describeSubject(deleted.subject)} → ${placeInKind(created.subject)}`,
    action: 'delete',
    ...placeOf(deleted.subject),
    marks: [...renameMarks(deleted, created), ...(equalJson(old, before) ? [] : [NAMED_AFTER])],
    where: whereOf(fields),
    lines: hunkLines(fields, detail),
  };
}

const NOT_MOVED: Mark = { level: 'danger', text: 'nothing that it holds is moved' };
const NAMED_AFTER: Mark = {
  level: 'note',
  text: 'other values that were its name, such as labels, are the new one',
};

/** What the old object holds, the new one would not have. */
function renameMarks(deleted: Change, created: Change): Mark[] {
  const lost = deleted.marks.filter(({ risk }) => risk === 'data-loss');
  const holds = deleted.marks.some(({ risk }) => risk === 'data-loss' || risk === 'data-left');
  return unique([...(holds ? [NOT_MOVED] : []), ...lost, ...deleted.marks, ...created.marks]);
}

/** A value with the old name replaced by the new one, wherever a value is exactly that name. */
function withName(value: Tree, old: string, fresh: string): Tree {
  if (value === old) return fresh;
  if (Array.isArray(value)) return value.map((item) => withName(item, old, fresh));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withName(item, old, fresh)]));
}

function unique(marks: readonly Mark[]): Mark[] {
  return [...new Map(marks.map((mark) => [mark.text, mark])).values()];
}

/** An object without its name and its namespace. */
function contentOf(object: TreeObject = {}): TreeObject {
  const { metadata } = object;
  if (!isObject(metadata)) return object;
  const { name: _name, namespace: _namespace, ...rest } = metadata;
  return { ...object, metadata: rest };
}
