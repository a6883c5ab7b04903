import { type Json, type JsonObject, canonicalJson, equalJson, isObject } from '../../core/json/json.ts';
import type { PathStep } from '../../core/json/pointer.ts';

/**
 * A set of fields in the form of the API server's FieldsV1 (structured-merge-diff v4): a tree whose
 * keys are `f:<field>`, `k:<keys of a list entry>`, `v:<value of a set>` and `i:<index>`; an empty node, or
 * one with `.`, is a member itself.
 */
export type FieldSet = JsonObject;

export function isMember(node: Json | undefined): node is FieldSet {
  return isObject(node) && ('.' in node || Object.keys(node).length === 0);
}

/** Whether a set holds a field and nothing below it: a scalar, an atomic value, or a map that was applied empty. */
export function isLeaf(set: FieldSet): boolean {
  return isMember(set) && Object.keys(set).length <= 1;
}

/** All fields of several sets. */
export function unionOf(sets: readonly FieldSet[]): FieldSet {
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return only;
  const result: FieldSet = {};
  for (const set of sets) mergeInto(result, set);
  return result;
}

function mergeInto(into: FieldSet, set: FieldSet): void {
  for (const [segment, node] of Object.entries(set)) {
    if (!isObject(node)) continue;
    const known = into[segment];
    if (!isObject(known)) into[segment] = structuredClone(node);
    else if (segment !== '.') mergeNode(known, node);
  }
}

/** Keeps the membership of a leaf that meets a branch: `{}` beside `{f:x: {}}` is `{.: {}, f:x: {}}`. */
function mergeNode(known: FieldSet, node: FieldSet): void {
  if (isMember(known) || isMember(node)) {
    const leaf = Object.keys(known).length === 0 && Object.keys(node).length === 0;
    if (!leaf) known['.'] = {};
  }
  mergeInto(known, node);
}

/** A path in FieldsV1's words, one segment per step. */
export type Segments = readonly string[];

/** The node of a field in a set: empty for the field alone, undefined where the set holds nothing of it. */
export function nodeAt(set: FieldSet, path: Segments): FieldSet | undefined {
  let node: FieldSet = set;
  for (const segment of path) {
    const next = node[segment];
    if (!isObject(next)) return undefined;
    node = next;
  }
  return node;
}

/**
 * The node of a list entry, or of one value of a set, in the list's field set. A key that the item leaves out has a
 * default, and matches.
 */
export function entryNode(list: FieldSet, item: Json | undefined): FieldSet | undefined {
  const segment = Object.keys(list).find((candidate) => isOf(candidate, item));
  const node = segment === undefined ? undefined : list[segment];
  return isObject(node) ? node : undefined;
}

function isOf(segment: string, item: Json | undefined): boolean {
  if (segment.startsWith('v:')) return equalJson(JSON.parse(segment.slice(2)) as Json, item);
  if (!segment.startsWith('k:') || !isObject(item)) return false;
  const keys = Object.entries(JSON.parse(segment.slice(2)) as JsonObject);
  const given = keys.filter(([key]) => item[key] !== undefined);
  return given.length > 0 && given.every(([key, own]) => equalJson(item[key], own));
}

/** Whether a set holds each field of another one, or something below it. */
export function holdsAll(set: FieldSet, fields: FieldSet): boolean {
  for (const segment of Object.keys(fields)) {
    const [node, own] = [fields[segment], set[segment]];
    if (segment === '.' || !isObject(node)) continue;
    if (!isObject(own) || !holdsAll(own, node)) return false;
  }
  return true;
}

/** The topmost fields of `set` for which no set in `kept` holds the field or anything below it. */
export function fieldsOutside(set: FieldSet, kept: readonly FieldSet[]): Segments[] {
  const found: Segments[] = [];
  for (const [segment, node] of Object.entries(set)) {
    if (segment === '.' || !isObject(node)) continue;
    const below = kept.map((other) => other[segment]).filter(isObject);
    if (isMember(node) && below.length === 0) found.push([segment]);
    else for (const rest of fieldsOutside(node, below)) found.push([segment, ...rest]);
  }
  return found;
}

/** `set` without the fields at and below the given paths. */
export function withoutFields(set: FieldSet, paths: readonly Segments[]): FieldSet {
  const result = structuredClone(set);
  for (const path of paths) dropField(result, path);
  return result;
}

function dropField(node: FieldSet, [head, ...rest]: Segments): void {
  if (head === undefined) return;
  const child = node[head];
  // A leaf holds nothing below it, and stays.
  if (!isObject(child) || (rest.length > 0 && Object.keys(child).length === 0)) return;
  if (rest.length > 0) dropField(child, rest);
  // A branch emptied here must go too: an empty node would read as a member.
  if (rest.length === 0 || Object.keys(child).length === 0) delete node[head];
}

/** The set of just the given paths of `set`, each with everything below it. */
export function onlyFields(set: FieldSet, paths: readonly Segments[]): FieldSet {
  const result: FieldSet = {};
  for (const path of paths) copyField(result, set, path);
  return result;
}

function copyField(into: FieldSet, from: FieldSet, [head, ...rest]: Segments): void {
  const node = head === undefined ? undefined : from[head];
  if (head === undefined || !isObject(node)) return;
  if (rest.length === 0) {
    into[head] = structuredClone(node);
    return;
  }
  const child = isObject(into[head]) ? into[head] : (into[head] = {});
  copyField(child, node, rest);
}

export function stepOf(segment: string): PathStep {
  const rest = segment.slice(2);
  if (segment.startsWith('k:')) return { entry: JSON.parse(rest) as JsonObject };
  if (segment.startsWith('v:')) return { entry: { '': JSON.parse(rest) as Json } };
  if (segment.startsWith('i:')) return { index: Number(rest) };
  return { key: rest };
}

export function segmentOf(step: PathStep): string {
  if ('key' in step) return `f:${step.key}`;
  if ('index' in step) return `i:${step.index}`;
  const value = step.entry[''];
  return value === undefined ? `k:${canonicalJson(step.entry)}` : `v:${canonicalJson(value)}`;
}
