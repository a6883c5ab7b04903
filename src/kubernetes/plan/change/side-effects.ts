import type { FieldChange } from '../../../core/change/change.ts';
import { type ListTypes, compare } from '../../../core/change/compare.ts';
import type { Tree, TreeObject } from '../../../core/json/json.ts';
import { isMarker } from '../../../core/json/marker.ts';
import { describePath } from '../../../core/json/pointer.ts';
import { type Segments, fieldsOutside, stepOf } from '../../fields/field-set.ts';
import { isOurs, ourFields } from '../../fields/managers/field-managers.ts';
import { type Ownership, managersOf } from '../../fields/managers/managed-fields.ts';

/**
 * The cluster's changes to a new object beyond its defaults, in words, one text for each: added entries and metadata (a
 * sidecar, a label), and rewritten texts (an image's registry).
 */
export function additionsBy(declared: TreeObject, predicted: TreeObject, types: ListTypes): string[] {
  const fields = compare(declared, predicted, types);
  return fields.flatMap((field) => {
    const path = describePath(field.path);
    if (isAddition(field)) return [`the cluster will add ${path}`];
    return isOtherText(field.before, field.after) ? [`the cluster will write another ${path}`] : [];
  });
}

function isAddition({ path, before, after }: FieldChange): boolean {
  if (before !== undefined || after === undefined) return false;
  const [first, second] = path;
  const last = path.at(-1);
  const inMetadata = isKey(first, 'metadata') && (isKey(second, 'labels') || isKey(second, 'annotations'));
  return inMetadata || (last !== undefined && 'entry' in last);
}

function isKey(step: FieldChange['path'][number] | undefined, key: string): boolean {
  return step !== undefined && 'key' in step && step.key === key;
}

/** Quantities and durations have several spellings, of which the server keeps one. */
const AMOUNT = /^[-+]?[0-9.]+([a-zA-Z]+|e[0-9]+)?([0-9.]+[a-z]+)*$/;

function isOtherText(before: Tree | undefined, after: Tree | undefined): boolean {
  return [before, after].every(isText) && ![before, after].every(isAmount);
}

function isText(value: Tree | undefined): boolean {
  return typeof value === 'string' || isMarker(value);
}

function isAmount(value: Tree | undefined): boolean {
  return typeof value === 'string' && AMOUNT.test(value);
}

/** Fields that plumbline gives up and that stay, since somebody else owns them too; in words, one text for each. */
export function stayingFields(before: readonly Ownership[], after: readonly Ownership[]): string[] {
  const given = fieldsOutside(ourFields(before), [ourFields(after)]);
  const others = after.filter((owner) => !isOurs(owner));
  return given.flatMap((segments) => {
    const field = describeOwned(segments, others);
    return field === undefined ? [] : [`${field} leaves the source and stays live, since others own it too`];
  });
}

/** Added fields that the server does not let go; in words, one text for each. */
export function stuckFields(stuck: readonly Segments[], owners: readonly Ownership[]): string[] {
  return stuck.map((segments) => {
    const field = describeOwned(segments, owners) ?? describePath(segments.map(stepOf));
    return `${field} is not in the source and stays live, since the server does not let it be removed`;
  });
}

/** `spec.paused (helm)`; undefined where nobody owns it. */
function describeOwned(segments: Segments, owners: readonly Ownership[]): string | undefined {
  const path = segments.map(stepOf);
  const managers = managersOf(path, owners);
  return managers.length === 0 ? undefined : `${describePath(path)} (${managers.join(', ')})`;
}
