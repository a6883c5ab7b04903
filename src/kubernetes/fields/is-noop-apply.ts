import { groupOf } from '../../core/change/resource.ts';
import { type Json, type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { withAtomicDefaults } from './atomic-defaults.ts';
import { ATOMIC_MAPS } from './atomic-maps.ts';
import { FIELD_MANAGER, isOurs } from './field-managers.ts';
import { type FieldSet, type Segments, isLeaf, nodeAt } from './field-set.ts';
import { type Ownership, ownershipsOf } from './managed-fields.ts';

/**
 * Whether server-side apply of `body` would change nothing, as `live` itself tells: our `managedFields` entry names
 * exactly the fields that `body` names, and each of them has `body`'s value already. One-sided: `false` says nothing, the
 * server has to be asked then; `true` is never wrong (KEP-555, structured-merge-diff v4).
 * @param body what would be applied
 * @param live the object in the version of `body`
 */
export function isNoopApply(body: JsonObject, live: JsonObject): boolean {
  const owners = ownershipsOf(live);
  const named = owners.filter(({ manager }) => manager === FIELD_MANAGER);
  const [ours] = named;
  // A second entry of our name (of a subresource, of an update) would be somebody else's work in our name.
  if (ours === undefined || named.length > 1 || !isOurs(ours)) return false;
  if (ours.apiVersion !== body['apiVersion'] || live['apiVersion'] !== body['apiVersion']) return false;
  const others = owners.filter((owner) => owner !== ours);
  const builtIn = isBuiltInGroup(groupOf(ours.apiVersion));
  return isSameMap(body, live, ours.fields, { segment: '', whole: { others, builtIn } }, NEVER_OWNED);
}

/** What identifies an object is nobody's field. */
const NEVER_OWNED: ReadonlySet<string> = new Set(['apiVersion', 'kind']);
const NEVER_OWNED_METADATA: ReadonlySet<string> = new Set(['name', 'namespace']);

function asStored(value: Json, { segment, whole }: Place): Json {
  return whole.builtIn ? withAtomicDefaults(segment.slice(2), value) : value;
}

/** Where the walk is: one step below another place. */
interface Place {
  readonly above?: Place;
  readonly segment: string;
  readonly whole: Whole;
}

/** What is so of the whole object. */
interface Whole {
  /** Who else owns fields of it. */
  readonly others: readonly Ownership[];
  /** Its defaults are those of Kubernetes. */
  readonly builtIn: boolean;
}

function below(above: Place, segment: string): Place {
  return { above, segment, whole: above.whole };
}

function pathOf({ above, segment }: Place): Segments {
  return above === undefined ? [] : [...pathOf(above), segment];
}

function isSame(value: Json, live: Json | undefined, set: FieldSet, place: Place): boolean {
  // `null` means "not given" to an apply, whatever is live: the server knows what follows.
  if (value === null || live === undefined) return false;
  if (isLeaf(set)) return equalJson(asStored(value, place), live) && isWhole(value, place);
  if (isObject(value)) return isObject(live) && isSameMap(value, live, set, place, namesLeftOut(place));
  return Array.isArray(value) && Array.isArray(live) && isSameList(value, live, set, place);
}

function namesLeftOut({ above, segment }: Place): ReadonlySet<string> {
  return segment === 'f:metadata' && above?.above === undefined ? NEVER_OWNED_METADATA : NONE;
}
const NONE: ReadonlySet<string> = new Set();

function isSameMap(
  value: JsonObject,
  live: JsonObject,
  set: FieldSet,
  place: Place,
  leftOut: ReadonlySet<string>,
): boolean {
  let named = 0;
  for (const [key, item] of Object.entries(value)) {
    if (leftOut.has(key)) continue;
    named += 1;
    const segment = `f:${key}`;
    const node = set[segment];
    const own = Object.hasOwn(live, key) ? live[key] : undefined;
    if (!isObject(node) || !isSame(item, own, node, below(place, segment))) return false;
  }
  return named === sizeOf(set);
}

function sizeOf(set: FieldSet): number {
  return Object.keys(set).length - ('.' in set ? 1 : 0);
}

/**
 * An associative list or a set: each of our entries is live once, and in our order, which an apply would else bring about.
 */
function isSameList(value: Json[], live: Json[], set: FieldSet, place: Place): boolean {
  if (value.length !== sizeOf(set)) return false;
  const entries = entriesOf(set);
  const found = new Set<Entry>();
  let last = -1;
  for (const item of value) {
    const entry = entryFor(item, entries);
    if (entry === undefined || found.has(entry)) return false;
    found.add(entry);
    const at = onlyPositionOf(entry, live);
    if (at <= last || !isSame(item, live[at], entry.node, below(place, entry.segment))) return false;
    last = at;
  }
  return true;
}

/** Of a list's field set: an entry by its keys, or one value of a set. */
interface Entry {
  readonly segment: string;
  readonly node: FieldSet;
  readonly keys?: JsonObject;
  readonly value?: Json;
}

function entriesOf(set: FieldSet): Entry[] {
  return Object.entries(set).flatMap(([segment, node]) => {
    if (!isObject(node) || !/^[kv]:/.test(segment)) return [];
    const value = JSON.parse(segment.slice(2)) as Json;
    return segment.startsWith('k:') && isObject(value)
      ? { segment, node, keys: value }
      : { segment, node, value };
  });
}

/** The one entry of our set that the item can be; keys that the item leaves out were filled in by the server. */
function entryFor(item: Json, entries: readonly Entry[]): Entry | undefined {
  const candidates = entries.filter(({ keys, value }) => {
    if (keys !== undefined) return isObject(item) && agrees(item, keys);
    return !isObject(item) && value !== undefined && equalJson(item, value);
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}

function agrees(item: JsonObject, keys: JsonObject): boolean {
  return Object.entries(keys).every(([key, value]) => item[key] === undefined || equalJson(item[key], value));
}

/** -1 where no entry, or more than one, is the one of the segment. */
function onlyPositionOf({ keys, value = null }: Entry, live: readonly Json[]): number {
  const isIt = keys === undefined ? (item: Json) => equalJson(item, value) : hasKeys(keys);
  const at = live.findIndex(isIt);
  return at >= 0 && live.findLastIndex(isIt) === at ? at : -1;
}

const hasKeys = (keys: JsonObject) => (item: Json) =>
  isObject(item) && Object.entries(keys).every(([key, value]) => equalJson(item[key], value));

/**
 * Whether a value that we own as one is one. A field set does not say it: a map that is owned bare is an atomic one, or
 * was applied empty and has been filled by others since, so that applying its content now would change who owns it.
 */
function isWhole(value: Json, place: Place): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return true;
  const path = pathOf(place);
  if (place.whole.others.some(({ fields }) => reachesBelow(nodeAt(fields, path)))) return false;
  // An entry that is no atomic one would at least own its keys.
  return Array.isArray(value) || place.segment.startsWith('k:') || ATOMIC_MAPS.has(place.segment.slice(2));
}

function reachesBelow(node: FieldSet | undefined): boolean {
  return node !== undefined && !isLeaf(node);
}
