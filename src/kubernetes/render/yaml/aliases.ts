import type { Node } from 'yaml';
import { type Json, isObject } from '../../../core/json/json.ts';
import type { Anchored, Reading } from './reading.ts';

/** Registers the node's anchor, if it has one; the value is filled in once the node has been read. */
export function openAnchor(node: Node, reading: Reading): Anchored | undefined {
  const name = (node as { anchor?: string }).anchor;
  if (name === undefined) return undefined;
  const anchored: Anchored = {};
  reading.anchors.set(name, anchored);
  return anchored;
}

/** A copy of the value under the alias's anchor, so that no two places of a document share a value. */
export function readAlias(name: string, offset: number, reading: Reading): Json {
  const anchored = reading.anchors.get(name);
  if (!anchored) return reading.fail(offset, 'the alias has no anchor before it. Define the anchor first.');
  if (anchored.value === undefined)
    return reading.fail(offset, 'the alias is inside what it names. Write the value out.');
  return copyOf(anchored.value, offset, reading);
}

function copyOf(value: Json, offset: number, reading: Reading): Json {
  reading.copies.left -= 1;
  if (reading.copies.left < 0)
    reading.fail(offset, 'the aliases of this file expand to too many values. Write the values out.');
  if (Array.isArray(value)) return value.map((item) => copyOf(item, offset, reading));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item, offset, reading)]));
}
