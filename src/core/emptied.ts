import { isSelected } from './ignore.ts';
import { type Json, type JsonObject, isObject } from './json.ts';
import type { ListTypes } from './list-types.ts';
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

/**
 * What is applied without the maps that the source empties: in a custom resource one server-side apply that names them
 * would leave `null` where their last entries go, which no schema takes.
 * @param owned the fields that the apply takes away where the body does not name them
 * @returns the very same body where nothing is emptied
 */
export function withoutEmptied(body: JsonObject, owned: FieldSet): JsonObject {
  return strip(body, owned) as JsonObject;
}

function strip(body: Json, owned: Json | undefined): Json {
  if (!isObject(owned)) return body;
  if (isObject(body)) return stripObject(body, owned);
  if (!Array.isArray(body)) return body;
  const all = body.map((item) => strip(item, entryOf(item, owned)));
  return all.every((item, i) => item === body[i]) ? body : all;
}

function stripObject(body: JsonObject, owned: FieldSet): JsonObject {
  const entries = Object.entries(body);
  const left = entries
    .filter(([key, declared]) => !(isObject(declared) && isEmpty(declared) && hasBelow(owned[`f:${key}`])))
    .map(([key, declared]): [string, Json] => [key, strip(declared, owned[`f:${key}`])]);
  const same = left.length === entries.length && left.every(([key, value]) => value === body[key]);
  return same ? body : Object.fromEntries(left);
}

function hasBelow(node: Json | undefined): boolean {
  return isObject(node) && Object.keys(node).some((segment) => segment !== '.');
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
  const all = applied.map((item) => {
    const [declared, old] = [twin(item, body, keys), twin(item, live, keys)];
    return declared === undefined ? item : complete(item, declared, old, entry);
  });
  return all.every((item, i) => item === applied[i]) ? applied : all;
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
  return isEmpty(declared) && isContainer(old) && !isEmpty(old) ? declared : undefined;
}

function isContainer(value: Json | undefined): value is JsonObject | Json[] {
  return isObject(value) || Array.isArray(value);
}

function isEmpty(value: Json): boolean {
  return isContainer(value) && Object.keys(value).length === 0;
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
