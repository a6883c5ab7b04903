import { type Node, type Pair, type Scalar, type YAMLMap, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { openAnchor, readAlias } from './aliases.ts';
import { keyText } from './key-text.ts';
import type { ResolvedScalar } from './named-scalars.ts';
import { type Reading, offsetOf } from './reading.ts';
import { isKnownTag, resolveTagged } from './scalar-tags.ts';
import { resolvePlain } from './scalars.ts';

/**
 * Turns a node whose scalars are still text (the "failsafe" schema) into the value that kubectl reads.
 * Aliases are copied, `<<` is merged in the order of writing as Go does, keys become strings.
 */
export function toJson(node: Node | null, reading: Reading): Json {
  if (node === null) return null;
  if (isAlias(node)) return readAlias(node.source, offsetOf(node), reading);
  noteTag(node, reading);
  const anchored = openAnchor(node, reading);
  const value = readContent(node, reading);
  if (anchored) anchored.value = value;
  return value;
}

function readContent(node: Node, reading: Reading): Json {
  if (isScalar(node)) return readScalar(node, reading);
  if (isMap<Node, Node | null>(node)) return readMap(node, reading);
  if (isSeq<Node>(node)) return node.items.map((item) => toJson(item, reading));
  return reading.fail(offsetOf(node), 'this is no scalar, map or list. Correct the YAML.');
}

function noteTag(node: Node, reading: Reading): void {
  if (node.tag !== undefined && !isKnownTag(node.tag)) reading.foreignTag ??= offsetOf(node);
}

function readScalar(node: Scalar, reading: Reading): Json {
  const resolved = resolveScalar(node);
  if (resolved === undefined)
    return reading.fail(offsetOf(node), 'the value is not of the type that its tag names. Remove the tag.');
  if (resolved.value === undefined)
    return reading.fail(offsetOf(node), 'JSON has no such number. Put it in quotes, or give a finite one.');
  if (typeof resolved.value === 'string' && !resolved.value.isWellFormed())
    return reading.fail(offsetOf(node), 'an escape names half a character. Write the character itself.');
  return resolved.value;
}

function resolveScalar(node: Scalar): ResolvedScalar | undefined {
  const text = node.source ?? '';
  if (node.tag !== undefined) return resolveTagged(node.tag, text);
  return node.type === 'PLAIN' ? resolvePlain(text) : { type: 'str', value: text };
}

function readMap(map: YAMLMap<Node, Node | null>, reading: Reading): JsonObject {
  const result: JsonObject = {};
  const seen = new Set<string>();
  for (const pair of map.items) {
    if (isMergeKey(pair.key)) mergeInto(result, pair, reading);
    else result[readKey(pair.key, seen, reading)] = toJson(pair.value, reading);
  }
  return result;
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN' && key.tag === undefined;
}

function readKey(node: Node, seen: Set<string>, reading: Reading): string {
  const value = toJson(node, reading);
  const key = isScalar(node) ? keyText(resolveScalar(node)) : value;
  const offset = offsetOf(node);
  if (typeof key !== 'string') return reading.fail(offset, 'a key must be text. Put it in quotes.');
  // Go silently takes the last one, and kustomize refuses: nobody means a duplicate key.
  if (seen.has(key)) return reading.fail(offset, 'the map has this key already. Remove one of the two.');
  if (key === '__proto__') return reading.fail(offset, 'this key is not allowed. Rename it.');
  seen.add(key);
  return key;
}

/** Merges `<<` as Go does: over the keys written before it, and under the keys written after it. */
function mergeInto(result: JsonObject, pair: Pair<Node, Node | null>, reading: Reading): void {
  const value = pair.value;
  // Of several maps the earlier one wins, so they are merged from the last.
  const sources = isSeq<Node>(value)
    ? value.items.map((item) => mergeSource(item, pair, reading))
    : [mergeSource(value, pair, reading)];
  for (const source of sources.toReversed()) Object.assign(result, source);
}

function mergeSource(node: Node | null, pair: Pair<Node, Node | null>, reading: Reading): JsonObject {
  const value = toJson(node, reading);
  return isObject(value)
    ? value
    : reading.fail(offsetOf(pair.key), '"<<" merges maps only. Give it a map, or an alias of one.');
}
