import { type Json, type JsonObject, canonicalJson, equalJson, isObject } from '../json/json.ts';
import type { FieldPath } from '../json/pointer.ts';
import type { FieldChange } from './change.ts';

/**
 * What an object's `managedFields` tell about its lists and maps: which lists are associative and by which keys, which
 * are sets, which maps are owned as one. It is the server's own schema, for built-in kinds and custom resources alike. A
 * list of which nothing is told is atomic.
 */
export interface ListTypes {
  readonly fields: Map<string, ListTypes>;
  /** Somebody owns it as a whole: told of custom resources only, since Kubernetes' own atomic maps are known. */
  whole?: boolean;
  list?: Keyed | 'set';
}

/** A list whose entries are told from one another by some of their fields. */
export interface Keyed {
  readonly keys: readonly string[];
  readonly entry: ListTypes;
  /** Any key may have a default, which only the server knows: of custom resources. */
  readonly open?: true;
}

type Types = ListTypes | undefined;
type Side = Json | undefined;

/**
 * The fields in which two states of an object differ, in the order of `after`. Entries of associative
 * lists are matched by their keys, of sets by value; any other list is one value.
 */
export function compare(before: JsonObject, after: JsonObject, types: ListTypes): FieldChange[] {
  return compareValues([], before, after, types);
}

function compareValues(path: FieldPath, before: Side, after: Side, types: Types): FieldChange[] {
  if (equalJson(before, after)) return [];
  if (isObject(before) && isObject(after)) return compareObjects(path, before, after, types);
  if (Array.isArray(before) && Array.isArray(after) && types?.list !== undefined) {
    return compareLists(path, before, after, types.list);
  }
  return [difference(path, before, after)];
}

function difference(path: FieldPath, before: Side, after: Side): FieldChange {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function compareObjects(path: FieldPath, before: JsonObject, after: JsonObject, types: Types): FieldChange[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...keys].flatMap((key) =>
    compareValues([...path, { key }], own(before, key), own(after, key), types?.fields.get(key)),
  );
}

function own(object: JsonObject, key: string): Side {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function compareLists(
  path: FieldPath,
  before: Json[],
  after: Json[],
  list: NonNullable<ListTypes['list']>,
): FieldChange[] {
  const entryOf = list === 'set' ? (item: Json) => ({ '': item }) : keysOf(list.keys, [...before, ...after]);
  const old = index(before, entryOf);
  const fresh = index(after, entryOf);
  // Without a key of its own for every entry there is nothing to match by: the list is one value.
  if (!old || !fresh) return [difference(path, before, after)];
  const types = list === 'set' ? undefined : list.entry;
  const changes = [...new Map([...fresh, ...old]).entries()].flatMap(([key, { entry }]) =>
    compareValues([...path, { entry }], old.get(key)?.item, fresh.get(key)?.item, types),
  );
  return reordered(old, fresh) ? [...changes, { path, before, after, reordered: true }] : changes;
}

type EntryOf = (item: Json) => Record<string, Json> | undefined;
type Index = Map<string, { entry: Record<string, Json>; item: Json }>;

/** Names an entry by the keys that the entries of this list carry: a key that none carries was never set. */
function keysOf(keys: readonly string[], items: readonly Json[]): EntryOf {
  const used = keys.filter((key) => items.some((item) => isObject(item) && item[key] !== undefined));
  return (item) => {
    if (!isObject(item) || used.length === 0) return undefined;
    const named = used.filter((key) => item[key] !== undefined).map((key) => [key, item[key] as Json]);
    return Object.fromEntries(named) as Record<string, Json>;
  };
}

function index(items: readonly Json[], entryOf: EntryOf): Index | undefined {
  const found: Index = new Map();
  for (const item of items) {
    const entry = entryOf(item);
    if (entry === undefined) return undefined;
    const key = canonicalJson(entry);
    if (found.has(key)) return undefined;
    found.set(key, { entry, item });
  }
  return found;
}

/** Whether the entries that both sides have stand in another order. */
function reordered(before: Index, after: Index): boolean {
  const old = [...before.keys()].filter((key) => after.has(key));
  const fresh = [...after.keys()].filter((key) => before.has(key));
  return old.some((key, i) => key !== fresh[i]);
}
