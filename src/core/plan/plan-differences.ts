import { type Change, type FieldChange, describeChange } from '../change/change.ts';
import { intentOf } from '../change/intent.ts';
import { describeSubject, subjectKey } from '../change/subject.ts';
import { canonicalJson } from '../json/json.ts';
import { describePath } from '../json/pointer.ts';
import type { HookRun } from './hook-run.ts';
import { type Plan, differences } from './plan.ts';

/** The differences of the plan made now from the approved one: a line for each object, in words for people. */
export function planDifferences(approved: Plan, found: Plan): string[] {
  const before = byKey(approved);
  const now = byKey(found);
  const lines = [...new Set([...before.keys(), ...now.keys()])].map((key) =>
    changeDifference(before.get(key), now.get(key)),
  );
  return [
    ...(approved.outdated === true ? [OUTDATED] : []),
    ...lines.filter((line) => line !== undefined),
    ...hookDifferences(approved, found),
  ];
}

const OUTDATED = 'The approved plan is of an earlier version of Plumbline, whose plans are approved again.';

function hookDifferences(approved: Plan, found: Plan): string[] {
  const [before, now] = [approved, found].map((plan) => new Map((plan.hooks ?? []).map(keyed)));
  const lines = [...new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])])].map((key) => {
    if (before?.get(key) === now?.get(key)) return [];
    if (!before?.has(key)) return `run ${key}: not in the approved plan`;
    return now?.has(key)
      ? `run ${key}: changed since the approval`
      : `run ${key}: approved, and no longer due`;
  });
  return lines.flat();
}

/** Keyed by object and phase: a hook may run in several phases. */
function keyed({ origin: _origin, ...run }: HookRun): [string, string] {
  return [`${describeSubject(run.subject)} (${run.phase})`, canonicalJson(run)];
}

function byKey(plan: Plan): Map<string, Change> {
  return new Map(differences(plan).map((change) => [subjectKey(change.subject), change]));
}

function changeDifference(approved: Change | undefined, found: Change | undefined): string | undefined {
  if (approved === undefined) return found && `${describeChange(found)}: not in the approved plan`;
  if (found === undefined) return `${describeChange(approved)}: approved, and no longer needed`;
  if (intentOf(approved) === intentOf(found)) return undefined;
  if (approved.action !== found.action) return `${describeChange(found)}: approved as ${approved.action}`;
  const paths = fieldDifferences(approved.fields, found.fields);
  return `${describeChange(found)}: changed since the approval${paths.length > 0 ? `: ${paths.join(', ')}` : ''}`;
}

function fieldDifferences(approved: readonly FieldChange[], found: readonly FieldChange[]): string[] {
  const texts = (fields: readonly FieldChange[]) =>
    new Map(fields.map((field) => [canonicalJson({ ...field, writer: undefined }), field]));
  const before = texts(approved);
  const now = texts(found);
  const odd = [...now, ...before].filter(([text]) => before.has(text) !== now.has(text));
  return [...new Set(odd.map(([, field]) => describePath(field.path)))];
}
