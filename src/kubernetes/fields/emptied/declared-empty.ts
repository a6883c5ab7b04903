import type { ListTypes } from '../../../core/change/compare.ts';
import { type Json, type JsonObject, isContainer, isObject } from '../../../core/json/json.ts';
import { mapEntries } from '../../../core/json/map-json.ts';
import { sameEntry } from '../list-types.ts';
import { isBare } from './without-emptied-maps.ts';

export interface Emptied {
  /** The object as one apply leaves it. */
  readonly applied: JsonObject;
  /** The body of that apply. */
  readonly body: JsonObject;
  /** The object as it was before. */
  readonly live: JsonObject;
  readonly types: ListTypes;
}

/**
 * Where the source empties a map or list (`securityContext: {}`), one server-side apply removes the map with its last
 * entry, and a second apply of the same body creates it again, empty.
 * @returns the object after the second apply; the very same object where the second apply adds nothing
 */
export function withEmptied({ applied, body, live, types }: Emptied): JsonObject {
  return complete(applied, body, live, types) as JsonObject;
}

function complete(applied: Json, body: Json, live: Json | undefined, types: ListTypes | undefined): Json {
  if (isObject(applied) && isObject(body) && isObject(live))
    return completeObject(applied, body, live, types);
  const list = types?.list;
  if (list === undefined || list === 'set') return applied;
  if (!Array.isArray(applied) || !Array.isArray(body) || !Array.isArray(live)) return applied;
  return mapEntries(applied, (item) => {
    const [declared, old] = [sameEntry(item, body, list), sameEntry(item, live, list)];
    return declared === undefined ? item : complete(item, declared, old, list.entry);
  });
}

function completeObject(
  applied: JsonObject,
  body: JsonObject,
  live: JsonObject,
  types: ListTypes | undefined,
): JsonObject {
  let result = applied;
  for (const [key, declared] of Object.entries(body)) {
    const [now, old] = [applied[key], live[key]];
    const value =
      now === undefined ? brought(declared, old) : complete(now, declared, old, types?.fields.get(key));
    if (value !== now && value !== undefined) result = { ...result, [key]: value };
  }
  return result;
}

function brought(declared: Json, old: Json | undefined): Json | undefined {
  return (isEmpty(declared) || isBare(declared)) && holdsMore(old, declared) ? declared : undefined;
}

function isEmpty(value: Json): boolean {
  return isContainer(value) && Object.keys(value).length === 0;
}

/** Whether the old value holds an entry beyond the declared value, which is empty or a map of empty maps. */
function holdsMore(old: Json | undefined, declared: Json | undefined): boolean {
  if (Array.isArray(old)) return old.length > 0;
  if (!isObject(old) || !isObject(declared)) return false;
  return Object.entries(old).some(
    ([key, value]) => declared[key] === undefined || holdsMore(value, declared[key]),
  );
}

/** Whether a body holds an empty map or list; most bodies hold none. */
export function holdsEmpty(value: Json): boolean {
  if (!isContainer(value)) return false;
  const held = Object.values(value);
  return held.length === 0 || held.some(holdsEmpty);
}
