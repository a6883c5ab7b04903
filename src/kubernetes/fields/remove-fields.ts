import { type Json, type JsonObject, equalJson, isContainer, isObject } from '../../core/json/json.ts';
import type { PathStep } from '../../core/json/pointer.ts';
import { type Segments, stepOf } from './field-set.ts';

/**
 * An object without the fields at the given paths, and without the maps and lists that become empty by that, as a
 * server-side apply removes fields (structured-merge-diff v4). A path that is not there is skipped.
 * @returns the very same object where none of the paths is there
 */
export function removeFields(object: JsonObject, paths: readonly Segments[]): JsonObject {
  const there = paths.map((path) => path.map(stepOf)).filter((steps) => holds(object, steps));
  if (there.length === 0) return object;
  const result = structuredClone(object);
  for (const steps of there) removeAt(result, steps);
  return result;
}

function holds(value: Json | undefined, [head, ...rest]: PathStep[]): boolean {
  if (head === undefined) return true;
  const at = placeIn(value, head);
  return at !== undefined && holds((value as JsonObject)[at], rest);
}

/** @returns whether that left the value empty */
function removeAt(value: Json | undefined, [head, ...rest]: PathStep[]): boolean {
  const at = head && placeIn(value, head);
  if (at === undefined || !isContainer(value)) return false;
  const goes = rest.length === 0 || removeAt((value as JsonObject)[at], rest);
  if (!goes) return false;
  if (Array.isArray(value)) value.splice(Number(at), 1);
  else delete value[at];
  return Object.keys(value).length === 0;
}

/** Undefined where a step leads nowhere. */
function placeIn(value: Json | undefined, step: PathStep): string | number | undefined {
  if (!isContainer(value)) return undefined;
  const at = Array.isArray(value) ? positionOf(value, step) : 'key' in step ? step.key : '';
  return Object.hasOwn(value, at) ? at : undefined;
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
