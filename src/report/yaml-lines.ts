import { stringify } from 'yaml';
import { type Json, isObject } from '../core/json.ts';

const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'labels', 'annotations'];

/** A value as YAML lines, its keys in the order in which people write them. */
export function yamlLines(value: Json): string[] {
  const text = stringify(inOrder(value), { lineWidth: 0, aliasDuplicateObjects: false });
  return text.replace(/\n$/, '').split('\n');
}

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const keys = [
    ...FIRST.filter((key) => key in value),
    ...Object.keys(value).filter((key) => !FIRST.includes(key)),
  ];
  return Object.fromEntries(keys.map((key): [string, Json] => [key, inOrder(value[key] ?? null)]));
}
