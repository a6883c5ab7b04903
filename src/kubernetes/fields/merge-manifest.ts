import type { ListTypes } from '../../core/change/compare.ts';
import { type Json, type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { isAtomicMap } from './atomic-maps.ts';
import { type FieldSet, segmentOf } from './field-set.ts';
import { keyOf, sameEntry } from './list-types.ts';

type Types = ListTypes | undefined;

/**
 * The fields that a manifest names, as the API server records them for its field manager (structured-merge-diff v4).
 */
export function fieldsNamedBy(object: JsonObject, types: Types): FieldSet {
  const set: FieldSet = {};
  for (const [key, value] of Object.entries(object)) {
    const below = types?.fields.get(key);
    const atomic = isObject(value) && isAtomicMap(key, below);
    set[segmentOf({ key })] = atomic ? {} : nodeOf(value, below);
  }
  return set;
}

function nodeOf(value: Json, types: Types): FieldSet {
  if (isObject(value)) return fieldsNamedBy(value, types);
  if (!Array.isArray(value) || types?.list === undefined) return {};
  const { list } = types;
  return Object.fromEntries(
    value.map((item) => {
      if (list === 'set' || !isObject(item)) return [segmentOf({ entry: { '': item } }), {}];
      const node = { '.': {}, ...fieldsNamedBy(item, list.entry) };
      return [segmentOf({ entry: keyOf(item, list) }), node];
    }),
  );
}

/** An object with a manifest laid over it, entry by entry where a list is associative. */
export function mergeManifest(object: JsonObject, manifest: JsonObject, types: Types): JsonObject {
  const laid = Object.entries(manifest).map(([key, value]) => [
    key,
    layOver(object[key], value, key, types?.fields.get(key)),
  ]);
  return { ...object, ...(Object.fromEntries(laid) as JsonObject) };
}

function layOver(below: Json | undefined, above: Json, key: string, types: Types): Json {
  if (isObject(below) && isObject(above))
    return isAtomicMap(key, types) ? above : mergeManifest(below, above, types);
  if (!Array.isArray(below) || !Array.isArray(above) || types?.list === undefined) return above;
  const { list } = types;
  const twinOf = (item: Json, others: readonly Json[]) =>
    list === 'set' ? others.find((other) => equalJson(other, item)) : sameEntry(item, others, list);
  const entry = list === 'set' ? undefined : list.entry;
  const named = above.map((item) => layOver(twinOf(item, below), item, '', entry));
  // Of several live entries with the same keys, an apply leaves only the declared one.
  return [...named, ...below.filter((item) => twinOf(item, above) === undefined)];
}
