import type { JsonObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import type { Health } from '../../core/sync/outcome.ts';

export const HEALTHY: Health = { status: 'healthy' };

export function progressing(reason: string): Health {
  return { status: 'progressing', reason };
}

export function failed(reason: string): Health {
  return { status: 'failed', reason };
}

export function conditionOf(object: JsonObject, type: string): JsonObject | undefined {
  return mapsAt(object, 'status', 'conditions').find((condition) => condition['type'] === type);
}

/** The text of a condition: `Reason: message`. */
export function sentence(condition: JsonObject): string {
  const parts = [textAt(condition, 'reason'), textAt(condition, 'message')].filter((part) => part !== '');
  return parts.join(': ') || `condition ${textAt(condition, 'type')} is ${textAt(condition, 'status')}`;
}
