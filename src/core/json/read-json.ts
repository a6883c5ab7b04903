import { type Json, type JsonObject, type Tree, type TreeObject, isObject } from './json.ts';

/** A missing value, or one of another type, reads as empty. */
export function asText(value: Tree | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function asMap(value: Json | undefined): JsonObject;
export function asMap(value: Tree | undefined): TreeObject;
export function asMap(value: Tree | undefined): TreeObject {
  return isObject(value) ? value : {};
}

/** The maps of a list. */
export function asMaps(value: Json | undefined): JsonObject[];
export function asMaps(value: Tree | undefined): TreeObject[];
export function asMaps(value: Tree | undefined): TreeObject[] {
  return Array.isArray(value) ? value.filter((each) => isObject(each)) : [];
}

export function textAt(value: Tree | undefined, ...keys: string[]): string {
  return asText(at(value, keys));
}

export function mapAt(value: Json | undefined, ...keys: string[]): JsonObject;
export function mapAt(value: Tree | undefined, ...keys: string[]): TreeObject;
export function mapAt(value: Tree | undefined, ...keys: string[]): TreeObject {
  return asMap(at(value, keys));
}

export function mapsAt(value: Json | undefined, ...keys: string[]): JsonObject[];
export function mapsAt(value: Tree | undefined, ...keys: string[]): TreeObject[];
export function mapsAt(value: Tree | undefined, ...keys: string[]): TreeObject[] {
  return asMaps(at(value, keys));
}

export function numberAt(value: Tree | undefined, ...keys: string[]): number | undefined {
  const found = at(value, keys);
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : undefined;
}

function at(value: Tree | undefined, keys: readonly string[]): Tree | undefined {
  let found = value;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  return found;
}
