import { isSelected } from './ignore.ts';
import { type Json, type JsonObject, isContainer, isObject } from './json.ts';
import type { ListTypes } from './list-types.ts';
import { mapEntries, mapValues } from './map-json.ts';
import { type FieldSet, stepOf } from './ownership.ts';

export interface Emptied {
  /** The object as one apply leaves it. */
  readonly applied: JsonObject;
  /** What was applied. */
  readonly body: JsonObject;
  /** The object as it was before. */
  readonly live: JsonObject;
  readonly types: ListTypes;
}

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
export function withoutEmptied(body: JsonObject, giving: Giving): JsonObject {
  return strip(body, giving) as JsonObject;
}

function strip(body: Json, giving: Giving): Json {
  if (giving.gives === undefined) return body;
  if (isObject(body)) return stripObject(body, giving);
  return Array.isArray(body)
    ? mapEntries(body, (item) =>
        strip(
          item,
          givingAt(giving, (set) => entryOf(item, set)),
        ),
      )
    : body;
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

function entryOf(item: Json, owned: FieldSet): Json | undefined {
  const isItem = (segment: string) => {
    const step = stepOf(segment);
    return 'entry' in step && isSelected(item, step.entry);
  };
  const found = Object.keys(owned).find((segment) => segment.startsWith('k:') && isItem(segment));
  return found === undefined ? undefined : owned[found];
}

/**
 * Where the source empties a map or list (`securityContext: {}`), one server-side apply takes it away together with its
 * last entry, and a second apply of the same brings it, empty.
 * @returns the object with what the second apply brings; the very same object where that is nothing
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
  const { keys, entry } = list;
  return mapEntries(applied, (item) => {
    const [declared, old] = [twin(item, body, keys), twin(item, live, keys)];
    return declared === undefined ? item : complete(item, declared, old, entry);
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

function isOwned(declared: JsonObject, owned: FieldSet): boolean {
  return Object.entries(declared).every(([key, value]) => {
    const node = owned[`f:${key}`];
    return isObject(node) && isObject(value) && isOwned(value, node);
  });
}

/** Than what is declared as empty, or as maps that are. */
function holdsMore(old: Json | undefined, declared: Json | undefined): boolean {
  if (Array.isArray(old)) return old.length > 0;
  if (!isObject(old) || !isObject(declared)) return false;
  return Object.entries(old).some(
    ([key, value]) => declared[key] === undefined || holdsMore(value, declared[key]),
  );
}

/** An empty map, or one of such maps. An empty list is a value. */
function isBare(value: Json | undefined): boolean {
  return isObject(value) && Object.values(value).every(isBare);
}

/** Whether there is anything that could be emptied: of most bodies there is not. */
export function holdsEmpty(value: Json): boolean {
  if (!isContainer(value)) return false;
  return isEmpty(value) || Object.values(value).some(holdsEmpty);
}

function twin(item: Json, list: readonly Json[], keys: readonly string[]): Json | undefined {
  return list.find(
    (other) => isObject(item) && isObject(other) && keys.every((key) => item[key] === other[key]),
  );
}
