import type { ListTypes, Keyed } from '../../core/change/compare.ts';
import { type Json, type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { type Segments, segmentOf } from './field-set.ts';
import { keyOf, listTypesOf, sameEntry } from './list-types.ts';
import { type Left, isLeftAlone, isOurs } from './managers/field-managers.ts';
import type { Ownership } from './managers/managed-fields.ts';

export interface Renaming {
  readonly body: JsonObject;
  readonly live: JsonObject;
  readonly owners: readonly Ownership[];
  readonly left: Left;
}

/**
 * The live entries that somebody gave another key (a port another number, a container another name): the source's entry
 * is missing live, and the live entry in its place is none of the source's, and equal but for its keys. An apply takes
 * the two for different entries, and would leave both.
 */
export function renamedEntries({ body, live, owners, left }: Renaming): Segments[] {
  const others = owners.filter((owner) => !isOurs(owner));
  if (others.length === 0) return [];
  const types = listTypesOf(owners);
  return renamedBelow([], body, live, types).filter((path) => !isLeftAlone(path, owners, left));
}

type Side = Json | undefined;

function renamedBelow(path: Segments, body: Side, live: Side, types: ListTypes | undefined): Segments[] {
  if (isObject(body) && isObject(live))
    return Object.keys(body).flatMap((key) =>
      renamedBelow([...path, segmentOf({ key })], body[key], live[key], types?.fields.get(key)),
    );
  const list = types?.list;
  if (!Array.isArray(body) || !Array.isArray(live) || list === undefined || list === 'set') return [];
  return body.flatMap((declared, at) => {
    const own = sameEntry(declared, live, list);
    const entry = own ?? live[at];
    if (!isObject(entry)) return [];
    const below = [...path, segmentOf({ entry: keyOf(entry, list) })];
    if (own !== undefined) return renamedBelow(below, declared, own, list.entry);
    return isRenamed(declared, entry, list) && sameEntry(entry, body, list) === undefined ? [below] : [];
  });
}

function isRenamed(declared: Json, entry: JsonObject, list: Keyed): boolean {
  // An entry without keys was not renamed: the server fills in an empty key, and does not show it.
  if (!isObject(declared) || Object.keys(keyOf(entry, list)).length === 0) return false;
  const { keys } = list;
  const rest = Object.keys(declared).filter((key) => !keys.includes(key));
  return rest.every((key) => holds(entry[key], declared[key]));
}

/** Whether a live value holds all of the declared one; the server's defaults may be in it too. */
function holds(live: Side, declared: Side): boolean {
  if (isObject(live) && isObject(declared))
    return Object.keys(declared).every((key) => holds(live[key], declared[key]));
  if (Array.isArray(live) && Array.isArray(declared))
    return live.length === declared.length && declared.every((item, at) => holds(live[at], item));
  return live !== undefined && declared !== undefined && equalJson(live, declared);
}
