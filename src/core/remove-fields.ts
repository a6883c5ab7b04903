import type { PathStep } from './change.ts';
import { type Json, type JsonObject, equalJson, isObject } from './json.ts';
import { type Segments, stepOf } from './ownership.ts';

/** An object without the fields at the given paths; a path that is not there is nothing to remove. */
export function removeFields(object: JsonObject, paths: readonly Segments[]): JsonObject {
  if (paths.length === 0) return object;
  const result = structuredClone(object);
  for (const path of paths) removeAt(result, path.map(stepOf));
  return result;
}

function removeAt(value: Json | undefined, [head, ...rest]: PathStep[]): void {
  if (head === undefined || value === undefined) return;
  if ('key' in head && isObject(value)) {
    if (rest.length > 0) removeAt(value[head.key], rest);
    else delete value[head.key];
  } else if (Array.isArray(value)) {
    const at = positionOf(value, head);
    if (at < 0) return;
    if (rest.length > 0) removeAt(value[at], rest);
    else value.splice(at, 1);
  }
}

function positionOf(list: readonly Json[], step: PathStep): number {
  if ('index' in step) return step.index;
  if ('key' in step) return -1;
  const own = step.entry[''];
  if (own !== undefined) return list.findIndex((item) => equalJson(item, own));
  const keys = Object.entries(step.entry);
  return list.findIndex(
    (item) => isObject(item) && keys.every(([key, value]) => equalJson(item[key], value)),
  );
}
