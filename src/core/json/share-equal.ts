import { type Json, type JsonObject, equalJson, isObject } from './json.ts';

/** The value, with every part that equals the other's replaced by the other's own: two such take the memory of one. */
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
