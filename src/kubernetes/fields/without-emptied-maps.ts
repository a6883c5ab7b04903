import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { type FieldSet, entryNode } from './field-set.ts';

/** Whose fields an apply takes away where its body does not name them, and who keeps theirs. */
export interface Giving {
  readonly gives: FieldSet | undefined;
  readonly keeps: FieldSet | undefined;
}

/**
 * What is applied without the maps that the source empties: in a custom resource one server-side apply that names them
 * would leave `null` where their last entries go, which no schema takes. A map in which somebody keeps a field is not
 * emptied: without it, that field would go too.
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
 * Whether something goes, of what the body declares as maps with nothing in them. A field that nobody owns yet is left to
 * the server to know.
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
