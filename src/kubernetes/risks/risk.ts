import type { Action, Change, Mark, RiskCode } from '../../core/change/change.ts';
import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import type { FieldPath } from '../../core/json/pointer.ts';

/** One kind of risk that a reviewer must not overlook. */
export interface Risk {
  /** The actions that may bear it. */
  readonly actions: readonly Action[];
  /** @param live the live object, not masked: none of its values gets into a mark */
  readonly marksOf: (change: Change, live: JsonObject) => Mark[];
}

export function warning(risk: RiskCode, text: string): Mark {
  return { level: 'warning', text, risk };
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
