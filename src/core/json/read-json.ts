import { type Json, type JsonObject, isObject } from './json.ts';

/** A missing value, or one of another type, reads as empty. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function asMap(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The maps of a list. */
export function asMaps(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textAt(value: Json | undefined, ...keys: string[]): string {
  return asText(at(value, keys));
}

export function mapAt(value: Json | undefined, ...keys: string[]): JsonObject {
  return asMap(at(value, keys));
}

export function mapsAt(value: Json | undefined, ...keys: string[]): JsonObject[] {
  return asMaps(at(value, keys));
}

export function numberAt(value: Json | undefined, ...keys: string[]): number | undefined {
  const found = at(value, keys);
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : undefined;
}

function at(value: Json | undefined, keys: readonly string[]): Json | undefined {
  let found = value;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  return found;
}
