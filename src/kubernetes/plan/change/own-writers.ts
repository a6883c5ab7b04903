import type { FieldChange, Writer } from '../../../core/change/change.ts';
import { isObject } from '../../../core/json/json.ts';
import { type Ownership, writerOf } from '../../fields/managers/managed-fields.ts';

/**
 * A changed field with its writer. A map that goes as a whole is one change only where one manager wrote all of its
 * visible fields: else each field has its own writer. (`kubectl apply` owns an annotation that is never shown.)
 * @param owners the owners of the live object other than plumbline
 */
export function withOwnWriters(field: FieldChange, owners: readonly Ownership[]): FieldChange[] {
  const children = childrenOf(field);
  if (children === undefined) return [withWriter(field, writerOf(field.path, owners))];
  const below = children.flatMap((child) => withOwnWriters(child, owners));
  const writers = below.flatMap(({ writer }) => writer ?? []);
  const managers = new Set(writers.map(({ manager }) => manager));
  return managers.size > 1 ? below : [withWriter(field, latest(writers))];
}

function childrenOf({ path, before, after }: FieldChange): FieldChange[] | undefined {
  const last = path.at(-1);
  const isWhole = isObject(before) && after === undefined && last !== undefined && 'key' in last;
  if (!isWhole || Object.keys(before).length === 0) return undefined;
  return Object.entries(before).map(([key, value]) => ({ path: [...path, { key }], before: value }));
}

function latest(writers: readonly Writer[]): Writer | undefined {
  return writers.toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? '')).at(-1);
}

function withWriter(field: FieldChange, writer: Writer | undefined): FieldChange {
  return writer === undefined ? field : { ...field, writer };
}
