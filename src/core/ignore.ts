import type { PathStep } from './change.ts';
import { type Json, type JsonObject, equalJson, isContainer, isObject } from './json.ts';
import { type FieldSet, type Ownership, type Segments, isMember, ownershipsOf, stepOf } from './ownership.ts';
import { type Left, ourFields } from './people.ts';

/** Fields of matching objects that are left to whoever writes them live: those at a path, those of a manager, or both. */
export interface IgnoreRule {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /**
   * JSON pointer (RFC 6901), in which `[name=web]` selects entries of a list by their fields. A position works as
   * well, and is another entry as soon as the order changes.
   */
  readonly path?: string;
  /** Every field that this field manager owns live. */
  readonly manager?: string;
  readonly because: string;
}

/** Which objects a rule is about: where it names nothing, any. */
type Selection = Pick<IgnoreRule, 'kind' | 'name' | 'namespace'>;

/** The rules that are about an object. */
export function rulesFor<Rule extends Selection>(
  rules: readonly Rule[],
  id: Readonly<Record<keyof Selection, Json | undefined>>,
): Rule[] {
  return rules.filter(
    (rule) =>
      (rule.kind ?? id.kind) === id.kind &&
      (rule.name ?? id.name) === id.name &&
      (rule.namespace ?? id.namespace) === id.namespace,
  );
}

/**
 * `desired` such that applying it leaves every ignored field as it is in `live`. What we own of it is applied with the
 * live value, since leaving it out would remove it; anything else is left out, so that we never come to own it.
 */
export function withIgnored(desired: JsonObject, live: JsonObject, rules: readonly IgnoreRule[]): JsonObject {
  if (rules.length === 0) return desired;
  const result = structuredClone(desired);
  const owners = ownershipsOf(live);
  const fields = ourFields(owners);
  const ours = Object.keys(fields).length > 0 ? fields : undefined;
  for (const path of rules.flatMap((rule) => pathsOf(rule, owners))) leave(result, live, ours, path);
  return result;
}

type Path = readonly PathStep[];

function pathsOf(rule: IgnoreRule, owners: readonly Ownership[]): Path[] {
  const pointer = rule.path === undefined ? [] : stepsOf(rule.path);
  if (rule.manager === undefined) return [pointer];
  const theirs = owners.filter(({ manager }) => manager === rule.manager);
  const paths = theirs.flatMap(({ fields }) => membersOf(fields)).map((path) => path.map(stepOf));
  return paths.filter((path) => startsWith(path, pointer));
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): PathStep[] {
  return pointer.split('/').slice(1).map(readStep);
}

function readStep(segment: string): PathStep {
  const text = segment.replaceAll('~1', '/').replaceAll('~0', '~');
  const selector = /^\[(.+)\]$/.exec(text)?.[1];
  if (selector === undefined) return { key: text };
  const pairs = selector.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { entry: Object.fromEntries(pairs) };
}

function membersOf(set: FieldSet): Segments[] {
  return Object.entries(set).flatMap(([segment, node]) => {
    if (segment === '.' || !isObject(node)) return [];
    const deeper = membersOf(node).map((rest) => [segment, ...rest]);
    return deeper.length > 0 ? deeper : [[segment]];
  });
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, i) => path[i] !== undefined && isSameStep(path[i], step));
}

function isSameStep(a: PathStep, b: PathStep): boolean {
  if ('key' in a && 'key' in b) return a.key === b.key;
  return 'entry' in a && 'entry' in b && isSelected(a.entry, b.entry);
}

export function isSelected(item: Json | undefined, selector: Readonly<Record<string, Json>>): boolean {
  const own = selector[''];
  if (own !== undefined) return equalJson(item, own);
  return isObject(item) && Object.entries(selector).every(([key, value]) => isSameText(item[key], value));
}

/** A pointer is text, so `[port=80]` has to select a number. */
function isSameText(a: Json | undefined, b: Json): boolean {
  return equalJson(a, b) || (typeof a !== 'object' && String(a) === b);
}

type Container = Json[] | JsonObject;

function leave(into: Container, live: Json | undefined, owned: FieldSet | undefined, path: Path): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  for (const key of keysAt(into, step).toReversed()) {
    const value = valueAt(into, key);
    const [at] = isContainer(live) ? keysAt(live, step) : [];
    const liveValue = at === undefined ? undefined : valueAt(live as Container, at);
    const node = owned === undefined || isAtomic(owned) ? owned : nodeOf(owned, step, value);
    if (rest.length > 0 && isContainer(value)) {
      const before = Object.keys(value).length;
      leave(value, liveValue, node, rest);
      // An empty map that was not there before would be a field of its own.
      if (before > 0 && Object.keys(value).length === 0) drop(into, key);
    } else if (rest.length === 0) settle(into, key, node === undefined ? undefined : liveValue);
  }
}

function settle(into: Container, key: string | number, value: Json | undefined): void {
  if (value === undefined) drop(into, key);
  else (into as JsonObject)[key] = structuredClone(value);
}

function drop(from: Container, key: string | number): void {
  if (Array.isArray(from)) from.splice(Number(key), 1);
  else delete from[key];
}

function keysAt(container: Container, step: PathStep): (string | number)[] {
  if (!Array.isArray(container)) return 'key' in step && Object.hasOwn(container, step.key) ? [step.key] : [];
  const position = 'index' in step ? step.index : 'key' in step ? Number(step.key) : undefined;
  if (position !== undefined) return position in container ? [position] : [];
  const { entry } = step as { readonly entry: Readonly<Record<string, Json>> };
  return [...container.keys()].filter((index) => isSelected(container[index], entry));
}

function valueAt(container: Container, key: string | number): Json | undefined {
  return (container as JsonObject)[key];
}

/** Owned as one: whatever is in it is owned too. */
function isAtomic(set: FieldSet): boolean {
  return isMember(set) && Object.keys(set).length <= 1;
}

function nodeOf(owned: FieldSet, step: PathStep, value: Json | undefined): FieldSet | undefined {
  const segment =
    'key' in step && `f:${step.key}` in owned
      ? `f:${step.key}`
      : Object.keys(owned).find((candidate) => isEntry(candidate, value));
  const node = segment === undefined ? undefined : owned[segment];
  return isObject(node) ? node : undefined;
}

function isEntry(segment: string, value: Json | undefined): boolean {
  if (segment.startsWith('v:')) return equalJson(JSON.parse(segment.slice(2)) as Json, value);
  if (!segment.startsWith('k:') || !isObject(value)) return false;
  const keys = Object.entries(JSON.parse(segment.slice(2)) as JsonObject);
  return keys.every(([key, own]) => value[key] === undefined || equalJson(value[key], own));
}

/** What rules leave alone of what people added. */
export function leftBy(rules: readonly IgnoreRule[]): Left {
  const managers = new Set(rules.flatMap(({ manager, path }) => (path === undefined ? (manager ?? []) : [])));
  const paths = rules.flatMap(({ manager, path }) =>
    manager === undefined && path !== undefined ? [stepsOf(path)] : [],
  );
  return {
    owner: ({ manager }) => managers.has(manager),
    path: (segments) => paths.some((path) => startsWith(segments.map(stepOf), path)),
    within: (segments) => paths.some((path) => startsWith(path, segments.map(stepOf))),
  };
}
