import { type Json, type JsonObject, isObject } from '../../json/json.ts';
import type { FieldPath } from '../../json/pointer.ts';
import type { Action, Change, Mark } from '../change.ts';

/** One kind of risk that a reviewer must not overlook. */
export interface Risk {
  /** The actions that may bear it. */
  readonly actions: readonly Action[];
  /** @param live the live object, not masked: none of its values gets into a mark */
  readonly marksOf: (change: Change, live: JsonObject) => Mark[];
}

export function warning(text: string): Mark {
  return { level: 'warning', text };
}

/** Whether a path is at a place or below it. */
export function isAt(path: FieldPath, place: readonly string[]): boolean {
  return place.every((key, i) => {
    const step = path[i];
    return step !== undefined && 'key' in step && step.key === key;
  });
}

/** The value at a place of an object. */
export function at(object: JsonObject, place: readonly string[]): Json | undefined {
  return place.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), object);
}
