import { type Json, type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { groupOf } from '../objects/resource.ts';
import { withAtomicDefaults } from './atomic-defaults.ts';
import { ATOMIC_MAPS } from './atomic-maps.ts';
import { type FieldSet, type Segments, isLeaf, nodeAt } from './field-set.ts';
import { FIELD_MANAGER, isOurs } from './managers/field-managers.ts';
import { type Ownership, ownershipsOf } from './managers/managed-fields.ts';

/**
 * Whether a server-side apply of `body` would change nothing, as `live` alone proves: plumbline's `managedFields` entry
 * names exactly the fields of `body`, and each of them has `body`'s value already. `true` is never wrong; `false`
 * proves nothing, and only the server can tell then (KEP-555, structured-merge-diff v4).
 * @param body the body of the apply
 * @param live the object in the version of `body`
 */
export function isNoopApply(body: JsonObject, live: JsonObject): boolean {
  const owners = ownershipsOf(live);
  const named = owners.filter(({ manager }) => manager === FIELD_MANAGER);
  const [ours] = named;
  // A second entry of the same name (of a subresource, of an update) would be somebody else's work.
  if (ours === undefined || named.length > 1 || !isOurs(ours)) return false;
  if (ours.apiVersion !== body['apiVersion'] || live['apiVersion'] !== body['apiVersion']) return false;
  const others = owners.filter((owner) => owner !== ours);
  const builtIn = isBuiltInGroup(groupOf(ours.apiVersion));
  return isSameMap(body, live, ours.fields, { segment: '', whole: { others, builtIn } }, NEVER_OWNED);
}

/** The fields that identify an object have no owner. */
const NEVER_OWNED: ReadonlySet<string> = new Set(['apiVersion', 'kind']);
const NEVER_OWNED_METADATA: ReadonlySet<string> = new Set(['name', 'namespace']);

function asStored(value: Json, { segment, whole }: Place): Json {
  return whole.builtIn ? withAtomicDefaults(segment.slice(2), value) : value;
}

/** A position of the walk, one step below another one. */
interface Place {
  readonly above?: Place;
  readonly segment: string;
  readonly whole: Whole;
}

/** Facts about the whole object. */
interface Whole {
  /** The owners other than plumbline. */
  readonly others: readonly Ownership[];
  /** Whether its defaults are those of Kubernetes. */
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
 * Whether each declared entry of an associative list or a set is live once, and in the declared order, which an apply
 * would otherwise restore.
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

/** One entry of a list's field set: a list entry by its keys, or one value of a set. */
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

/** The one entry of the field set that the item can be; the server filled in the keys that the item leaves out. */
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

/** The position of the live item that an entry names; -1 where no item, or more than one, matches. */
function onlyPositionOf({ keys, value = null }: Entry, live: readonly Json[]): number {
  const isIt = keys === undefined ? (item: Json) => equalJson(item, value) : hasKeys(keys);
  const at = live.findIndex(isIt);
  return at >= 0 && live.findLastIndex(isIt) === at ? at : -1;
}

const hasKeys = (keys: JsonObject) => (item: Json) =>
  isObject(item) && Object.entries(keys).every(([key, value]) => equalJson(item[key], value));

/**
 * Whether a value that the field set holds as a leaf is owned as a whole. The set alone does not tell: such a map is
 * atomic, or it was applied empty and others have filled it since, and then an apply of its content would change the
 * owners.
 */
function isWhole(value: Json, place: Place): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return true;
  const path = pathOf(place);
  if (place.whole.others.some(({ fields }) => reachesBelow(nodeAt(fields, path)))) return false;
  // A list entry that is not atomic would at least own its keys.
  return Array.isArray(value) || place.segment.startsWith('k:') || ATOMIC_MAPS.has(place.segment.slice(2));
}

function reachesBelow(node: FieldSet | undefined): boolean {
  return node !== undefined && !isLeaf(node);
}
