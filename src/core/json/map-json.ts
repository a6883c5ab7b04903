import { type Json, type JsonObject, isObject } from './json.ts';

/** A map with its values changed; the same map where no value differs, as in nearly all of a plan. */
export function mapValues(map: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  let changed: JsonObject | undefined;
  for (const key of Object.keys(map)) {
    const value = map[key] as Json;
    const fresh = change(value, key);
    if (fresh === value) continue;
    changed ??= { ...map };
    changed[key] = fresh;
  }
  return changed ?? map;
}

/** A list with its entries changed; the same list where no entry differs. */
export function mapEntries(list: Json[], change: (entry: Json, index: number) => Json): Json[] {
  const fresh = list.map(change);
  return fresh.some((entry, i) => entry !== list[i]) ? fresh : list;
}

/** A value with every text in it changed, the keys of its maps too. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return mapEntries(value, (entry) => mapTexts(entry, change));
  if (!isObject(value)) return value;
  const mapped = mapValues(value, (item) => mapTexts(item, change));
  return Object.keys(value).every((key) => change(key) === key)
    ? mapped
    : Object.fromEntries(Object.entries(mapped).map(([key, item]) => [change(key), item]));
}
