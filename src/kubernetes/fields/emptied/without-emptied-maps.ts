import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { mapEntries, mapValues } from '../../../core/json/map-json.ts';
import { type FieldSet, entryNode } from '../field-set.ts';

/** The fields that an apply removes where its body does not name them, and the fields that others keep. */
export interface Giving {
  readonly gives: FieldSet | undefined;
  readonly keeps: FieldSet | undefined;
}

/**
 * The body without the maps that the source empties. In a custom resource one server-side apply that names such maps
 * would leave `null` in place of their last entries, which no schema takes. A map in which somebody keeps a field stays
 * in the body: without the map, that field would go too.
 * @returns the very same body where nothing is emptied
 */
export function withoutEmptiedMaps(body: JsonObject, giving: Giving): JsonObject {
  return strip(body, giving) as JsonObject;
}

function strip(body: Json, giving: Giving): Json {
  if (giving.gives === undefined) return body;
  if (isObject(body)) return stripObject(body, giving);
  if (!Array.isArray(body)) return body;
  return mapEntries(body, (item) => {
    const below = givingAt(giving, (set) => entryNode(set, item));
    return strip(item, below);
  });
}

function stripObject(body: JsonObject, giving: Giving): JsonObject {
  const below = (key: string) => givingAt(giving, (set) => set[`f:${key}`]);
  const stripped = mapValues(body, (declared, key) => strip(declared, below(key)));
  const emptied = Object.keys(body).filter((key) => {
    const { gives, keeps } = below(key);
    return isBare(stripped[key]) && !holdsFields(keeps) && isEmptied(body[key], gives);
  });
  if (emptied.length === 0) return stripped;
  return Object.fromEntries(Object.entries(stripped).filter(([key]) => !emptied.includes(key)));
}

/**
 * Whether an apply removes a field from maps that the body declares empty. A declared map that nobody owns yet is left
 * to the server.
 */
function isEmptied(declared: Json | undefined, owned: Json | undefined): boolean {
  if (!isObject(declared) || !isObject(owned) || !isOwned(declared, owned)) return false;
  const segments = Object.keys(owned).filter((segment) => segment !== '.');
  return segments.some((segment) => {
    const below = declared[segment.slice(2)];
    return below === undefined || isEmptied(below, owned[segment]);
  });
}

function isOwned(declared: JsonObject, owned: FieldSet): boolean {
  return Object.entries(declared).every(([key, value]) => {
    const node = owned[`f:${key}`];
    return isObject(node) && isObject(value) && isOwned(value, node);
  });
}

function givingAt({ gives, keeps }: Giving, at: (set: FieldSet) => Json | undefined): Giving {
  const below = (set: FieldSet | undefined) => {
    const node = set && at(set);
    return isObject(node) ? node : undefined;
  };
  return { gives: below(gives), keeps: below(keeps) };
}

function holdsFields(set: FieldSet | undefined): boolean {
  return set !== undefined && Object.keys(set).some((segment) => segment !== '.');
}

/** An empty map, or one of such maps. An empty list is a value. */
export function isBare(value: Json | undefined): boolean {
  return isObject(value) && Object.values(value).every(isBare);
}
