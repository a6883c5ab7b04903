import { type Tree, type TreeObject, canonicalJson, equalJson, isObject } from '../json/json.ts';
import type { FieldPath } from '../json/pointer.ts';
import type { FieldChange } from './change.ts';

/**
 * The types of an object's lists and maps, read from its `managedFields`: associative lists with their keys, sets, and
 * maps owned as one. They follow the server's own schema, for built-in kinds and custom resources alike. Any other list
 * is atomic.
 */
export interface ListTypes {
  readonly fields: Map<string, ListTypes>;
  /** A field manager owns the map as a whole: set for custom resources only; Kubernetes' own atomic maps are known. */
  whole?: boolean;
  list?: Keyed | 'set';
}

/** An associative list: some fields of its entries are their key. */
export interface Keyed {
  readonly keys: readonly string[];
  readonly entry: ListTypes;
  /** For custom resources: any key may have a default, known only to the server. */
  readonly open?: true;
}

type Types = ListTypes | undefined;
type Side = Tree | undefined;

/**
 * The fields in which two states of an object differ, in the order of `after`. Entries of associative
 * lists are matched by their keys, of sets by value; any other list is one value.
 */
export function compare(before: TreeObject, after: TreeObject, types: ListTypes): FieldChange[] {
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

function compareObjects(path: FieldPath, before: TreeObject, after: TreeObject, types: Types): FieldChange[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...keys].flatMap((key) =>
    compareValues([...path, { key }], own(before, key), own(after, key), types?.fields.get(key)),
  );
}

function own(object: TreeObject, key: string): Side {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function compareLists(
  path: FieldPath,
  before: Tree[],
  after: Tree[],
  list: NonNullable<ListTypes['list']>,
): FieldChange[] {
  const entryOf = list === 'set' ? (item: Tree) => ({ '': item }) : keysOf(list.keys, [...before, ...after]);
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

type EntryOf = (item: Tree) => Record<string, Tree> | undefined;
type Index = Map<string, { entry: Record<string, Tree>; item: Tree }>;

/** Identifies an entry by the keys in use; a key that no entry of the list carries was never set. */
function keysOf(keys: readonly string[], items: readonly Tree[]): EntryOf {
  const used = keys.filter((key) => items.some((item) => isObject(item) && item[key] !== undefined));
  return (item) => {
    if (!isObject(item) || used.length === 0) return undefined;
    const named = used.filter((key) => item[key] !== undefined).map((key) => [key, item[key] as Tree]);
    return Object.fromEntries(named) as Record<string, Tree>;
  };
}

function index(items: readonly Tree[], entryOf: EntryOf): Index | undefined {
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

/** Whether the entries common to both sides are in another order. */
function reordered(before: Index, after: Index): boolean {
  const old = [...before.keys()].filter((key) => after.has(key));
  const fresh = [...after.keys()].filter((key) => before.has(key));
  return old.some((key, i) => key !== fresh[i]);
}
