import { type Json, type JsonObject, equalJson, isObject } from './json.ts';

/** A value in which all that is equal in another one is the very same: kept together, both take little more than one. */
export function sharing(value: JsonObject, other: JsonObject): JsonObject {
  const entries = Object.entries(value).map(([key, own]) =>
    Object.hasOwn(other, key) ? [key, shareOf(own, other[key] as Json)] : [key, own],
  );
  return Object.fromEntries(entries) as JsonObject;
}

function shareOf(value: Json, other: Json): Json {
  if (equalJson(value, other)) return other;
  return isObject(value) && isObject(other) ? sharing(value, other) : value;
}
