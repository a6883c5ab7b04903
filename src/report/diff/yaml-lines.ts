import { stringify } from 'yaml';
import type { Json } from '../../core/json/json.ts';
import { inOrder } from './yaml-order.ts';

/**
 * A value as YAML lines, its keys in the order in which people write them.
 * @param parent the key that it stands below, `''` for an object itself
 */
export function yamlLines(value: Json, parent = ''): string[] {
  return print(inOrder(value, parent));
}

/** `key: value`, on as many lines as the value takes. */
export function entryLines(key: string, value: Json): string[] {
  return print({ [key]: inOrder(value, key) });
}

/** `- value`. */
export function itemLines(value: Json, list: string): string[] {
  return print([inOrder(value, list)]);
}

function print(value: Json): string[] {
  const text = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
  return text.replace(/\n$/, '').split('\n');
}
