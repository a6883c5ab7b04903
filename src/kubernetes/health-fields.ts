import { type Json, type JsonObject, isObject } from '../core/json.ts';
import type { Health } from '../core/outcome.ts';

export const HEALTHY: Health = { status: 'healthy' };

export function progressing(reason: string): Health {
  return { status: 'progressing', reason };
}

export function failed(reason: string): Health {
  return { status: 'failed', reason };
}

function at(object: JsonObject, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return value;
}

export function textAt(object: JsonObject, ...keys: string[]): string {
  const value = at(object, keys);
  return typeof value === 'string' ? value : '';
}

export function numberAt(object: JsonObject, ...keys: string[]): number | undefined {
  const value = at(object, keys);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

export function objectsAt(object: JsonObject, ...keys: string[]): JsonObject[] {
  const value = at(object, keys);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function conditionOf(object: JsonObject, type: string): JsonObject | undefined {
  return objectsAt(object, 'status', 'conditions').find((condition) => condition['type'] === type);
}

/** What a condition says: `Reason: message`. */
export function sentence(condition: JsonObject): string {
  const parts = [textAt(condition, 'reason'), textAt(condition, 'message')].filter((part) => part !== '');
  return parts.join(': ') || `condition ${textAt(condition, 'type')} is ${textAt(condition, 'status')}`;
}
