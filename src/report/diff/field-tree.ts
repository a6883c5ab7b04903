import { type Json, type JsonObject, canonicalJson, equalJson, isObject } from '../../core/json/json.ts';
import { type PathStep, type FieldPath, describeWords } from '../../core/json/pointer.ts';
import type { ShownField } from './shown-field.ts';
import { keysInOrder } from './yaml-order.ts';

/** The differences below a path: a value, or more paths. */
export interface Node {
  readonly step?: PathStep<Json>;
  readonly children: Map<string, Node>;
  /** Two values that differ, one of which may be absent. */
  leaf?: Pick<ShownField, 'before' | 'after'>;
  /** Lists of the same entries in another order. */
  order?: readonly [Json[], Json[]];
  /** Who wrote the old value. */
  written?: string;
  /** A note on the new value, or on everything below. */
  note?: string;
}

/** The changed fields of an object as one tree; a list that the server takes as one value is split into its entries. */
export function fieldTree(fields: readonly ShownField[]): Node {
  const root: Node = { children: new Map() };
  for (const field of fields) put(nodeAt(root, withinDepth(field.path)), field);
  return root;
}

/** Nobody writes so deep; a live object may be deeper than calls can nest. */
const DEEPEST = 100;

function withinDepth(path: FieldPath<Json>): FieldPath<Json> {
  if (path.length <= DEEPEST) return path;
  return [...path.slice(0, DEEPEST), { key: describeWords(path.slice(DEEPEST)) }];
}

/** A node's children in the order in which people write them. @param parent the nearest key above them */
export function childrenInOrder(node: Node, parent: string): Node[] {
  const all = [...node.children.values()];
  const byKey = new Map(all.flatMap((child) => (isKey(child) ? [[child.step.key, child] as const] : [])));
  const keys = keysInOrder(parent, [...byKey.keys()]);
  return [...keys.flatMap((key) => byKey.get(key) ?? []), ...all.filter((child) => !isKey(child))];
}

export function isKey(node: Node): node is Node & { readonly step: { readonly key: string } } {
  return node.step !== undefined && 'key' in node.step;
}

function nodeAt(root: Node, path: FieldPath<Json>): Node {
  let node = root;
  for (const step of path) {
    const name = canonicalJson(step);
    let child = node.children.get(name);
    if (child === undefined) node.children.set(name, (child = { step, children: new Map() }));
    node = child;
  }
  return node;
}

function put(node: Node, field: ShownField): void {
  const { before, after, reordered, writer } = field;
  // The writer of the value is named already.
  const taken = (field.taken ?? []).filter((manager) => manager !== writer?.manager || before === undefined);
  if (writer !== undefined)
    node.written = `written by ${writer.manager}${writer.time === undefined ? '' : ` at ${writer.time}`}`;
  if (taken.length > 0) node.note = `taken from ${taken.join(', ')}`;
  const lists = Array.isArray(before) && Array.isArray(after);
  if (lists && reordered) node.order = [before, after];
  else if (lists) putList(node, before, after);
  else node.leaf = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** Adds a list that the server replaces whole, so that the entries of another manager are lost. */
function putList(node: Node, before: Json[], after: Json[]): void {
  const others = node.written ?? node.note;
  const name = nameOf(before, after);
  const idOf = (item: Json) => canonicalJson(name !== undefined && isObject(item) ? item[name] : item);
  const kept = new Set(after.map(idOf));
  const lost = before.some((item) => !kept.has(idOf(item)));
  if (others !== undefined && lost) {
    node.note = `${others}; one value to the server, so entries of others are lost`;
    delete node.written;
  }
  lookInto(node, before, after);
}

const NAMES = ['name', 'key', 'id', 'host', 'ip', 'type'];

function lookInto(node: Node, before: Json | undefined, after: Json | undefined): void {
  if (equalJson(before, after)) return;
  if (isObject(before) && isObject(after)) return lookIntoObject(node, before, after);
  const name = Array.isArray(before) && Array.isArray(after) ? nameOf(before, after) : undefined;
  if (name === undefined) {
    node.leaf = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    return;
  }
  lookIntoEntries(node, before as JsonObject[], after as JsonObject[], name);
}

function lookIntoObject(node: Node, before: JsonObject, after: JsonObject): void {
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const [old, fresh] = [own(before, key), own(after, key)];
    if (!equalJson(old, fresh)) lookInto(nodeAt(node, [{ key }]), old, fresh);
  }
}

function lookIntoEntries(node: Node, before: JsonObject[], after: JsonObject[], name: string): void {
  const old = new Map(before.map((item) => [item[name], item]));
  const fresh = new Map(after.map((item) => [item[name], item]));
  for (const value of new Set([...fresh.keys(), ...old.keys()])) {
    const [was, is] = [old.get(value), fresh.get(value)];
    if (!equalJson(was, is)) lookInto(nodeAt(node, [{ entry: { [name]: value as Json } }]), was, is);
  }
  const kept = (keys: Iterable<Json | undefined>, other: ReadonlyMap<Json | undefined, unknown>) =>
    [...keys].filter((key): key is Json => other.has(key));
  const order = [kept(old.keys(), fresh), kept(fresh.keys(), old)] as const;
  if (!equalJson(order[0], order[1])) node.order = order;
}

/** The key that tells apart the entries of both lists. */
function nameOf(before: readonly Json[], after: readonly Json[]): string | undefined {
  if (before.length === 0 || after.length === 0) return undefined;
  return NAMES.find((name) => isNamed(before, name) && isNamed(after, name));
}

function isNamed(list: readonly Json[], name: string): boolean {
  const names = list.map((item) => (isObject(item) ? item[name] : undefined));
  return names.every((each) => typeof each === 'string') && new Set(names).size === list.length;
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
