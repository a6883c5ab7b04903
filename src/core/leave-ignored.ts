import { isAtomicMap } from './atomic-maps.ts';
import type { PathStep } from './change.ts';
import { type IgnoreRule, type Path, isSelected, pathsOf } from './ignore.ts';
import { type Json, type JsonObject, equalJson, isContainer, isObject } from './json.ts';
import { type ListTypes, listTypesOf } from './list-types.ts';
import { type FieldSet, isMember, ownershipsOf } from './ownership.ts';
import { ourFields } from './people.ts';

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
  const whole = { live, field: '', ours, types: listTypesOf(owners) };
  for (const rule of rules) {
    // What others own as well stays by itself where the source gives it up.
    const brings = rule.manager === undefined;
    for (const path of pathsOf(rule, owners)) leave(result, whole, path, brings);
  }
  return result;
}

type Container = Json[] | JsonObject;

/** A live value, and what we own of it. */
interface Owned {
  readonly live: Json | undefined;
  /** The key that it is found at. */
  readonly field: string;
  readonly ours: FieldSet | undefined;
  readonly types: ListTypes | undefined;
}

/** @param brings whether what is ours is brought back where the source does not name it */
function leave(into: Container, owned: Owned, [step, ...rest]: Path, brings: boolean): void {
  if (step === undefined) return;
  const keys = keysAt(into, step);
  for (const key of keys.toReversed()) {
    const value = valueAt(into, key);
    const below = ownedBelow(owned, step, value, liveAt(owned.live, step));
    if (rest.length === 0) {
      // Whoever applied an empty map owns nothing of what is in it.
      if (brings || !isGranular(below)) put(into, key, ownPart(below, value));
    } else if (isContainer(value)) {
      const before = Object.keys(value).length;
      leave(value, below, rest, brings);
      // An empty map that is not ours would become a field of its own; one that is would go, with what others own in it.
      const isOurs = below.ours !== undefined && isMember(below.ours);
      if (before > 0 && Object.keys(value).length === 0 && !isOurs) drop(into, key);
    }
  }
  if (keys.length === 0 && brings) bring(into, owned, step, rest);
}

function put(into: Container, key: string | number, value: Json | undefined): void {
  if (value === undefined) drop(into, key);
  else (into as JsonObject)[key] = value;
}

/** The source names it no longer, and it is ours still. */
function bring(into: Container, owned: Owned, step: PathStep, rest: Path): void {
  const { live } = owned;
  if (!isContainer(live) || Array.isArray(live) !== Array.isArray(into)) return;
  // An entry that the source gives up goes with all that is in it.
  if (Array.isArray(into) && rest.length > 0) return;
  for (const at of keysAt(live, step)) {
    const value = valueAt(live, at);
    const below = ownedBelow(owned, step, value, value);
    const part = rest.length === 0 ? ownPart(below) : broughtBelow(below, rest);
    if (part !== undefined) put(into, Array.isArray(into) ? into.length : at, part);
  }
}

function broughtBelow(owned: Owned, path: Path): Json | undefined {
  if (!isContainer(owned.live)) return undefined;
  const value: Container = Array.isArray(owned.live) ? [] : {};
  leave(value, owned, path, true);
  return Object.keys(value).length === 0 ? undefined : value;
}

/**
 * What is live of a value as far as we own it; undefined where we own nothing of it.
 * @param declared what the source says: kept where it is live as nothing, since it says nothing (`requests: {}`)
 */
function ownPart(owned: Owned, declared?: Json): Json | undefined {
  const { live, ours } = owned;
  if (ours === undefined) return undefined;
  if (live === undefined) return isNothing(declared) ? declared : undefined;
  if (isLeaf(ours)) return isFilledByOthers(owned) ? {} : structuredClone(live);
  if (Array.isArray(live)) return live.flatMap((item) => ownPart(ownedBelow(owned, ENTRY, item, item)) ?? []);
  if (!isObject(live)) return live;
  const told = isObject(declared) ? declared : {};
  const parts = Object.keys({ ...live, ...told }).map((key) => {
    const below = ownedBelow(owned, { key }, live[key], live[key]);
    return [key, ownPart(below, told[key])];
  });
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined)) as JsonObject;
}

function isNothing(value: Json | undefined): boolean {
  return value === null || value === '' || (isContainer(value) && Object.keys(value).length === 0);
}

/** An entry of a list is found by its value: where it stands says nothing. */
const ENTRY: PathStep = { index: -1 };

/** A map that we own as one is an atomic one, or was applied empty, and filled by the server or by others since. */
function isFilledByOthers(owned: Owned): boolean {
  return owned.ours !== undefined && isLeaf(owned.ours) && isGranular(owned);
}

/** A map of which each field has owners of its own. */
function isGranular({ live, field, types }: Owned): boolean {
  return isObject(live) && field !== '' && !isAtomicMap(field, types);
}

/** @param value tells which entry of a list it is */
function ownedBelow(owned: Owned, step: PathStep, value: Json | undefined, live: Json | undefined): Owned {
  const { types } = owned;
  const list = types?.list === 'set' ? undefined : types?.list;
  const below = 'key' in step && !Array.isArray(owned.live) ? types?.fields.get(step.key) : list?.entry;
  // What is in an atomic value is owned with it, whatever it is.
  const field = 'key' in step && !(owned.ours && isLeaf(owned.ours)) ? step.key : '';
  return { live, field, ours: oursBelow(owned, step, value), types: below };
}

function oursBelow(owned: Owned, step: PathStep, value: Json | undefined): FieldSet | undefined {
  const { ours } = owned;
  if (ours === undefined || isFilledByOthers(owned)) return undefined;
  // Owned as one: whatever is in it is owned too.
  return isLeaf(ours) ? ours : nodeBelow(ours, step, value);
}

function isLeaf(set: FieldSet): boolean {
  return isMember(set) && Object.keys(set).length <= 1;
}

function nodeBelow(owned: FieldSet, step: PathStep, value: Json | undefined): FieldSet | undefined {
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

function liveAt(live: Json | undefined, step: PathStep): Json | undefined {
  const [at] = isContainer(live) ? keysAt(live, step) : [];
  return at === undefined ? undefined : valueAt(live as Container, at);
}

function valueAt(container: Container, key: string | number): Json | undefined {
  return (container as JsonObject)[key];
}
