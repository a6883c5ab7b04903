import { type Json, type JsonObject, isContainer, isObject } from '../../core/json/json.ts';
import { type FieldPath, type PathStep, isSelected } from '../../core/json/pointer.ts';
import type { IgnoreRule } from '../../core/target/ignore-rules.ts';
import { keptByOthers, ourFields } from './field-managers.ts';
import { type FieldSet, isMember } from './field-set.ts';
import { leftBy, pathsOf } from './ignored-fields.ts';
import { keyOf, listTypesOf } from './list-types.ts';
import { ownershipsOf } from './managed-fields.ts';
import { type Owned, isGranular, ownedValue, ownedBelow } from './owned-value.ts';

/**
 * `desired`, changed so that its apply leaves every ignored field as it is in `live`. An ignored field that plumbline
 * owns is applied with the live value: left out, it would be removed. So is a value that would go with a field of
 * plumbline's around it. Any other ignored field is left out, so that plumbline never comes to own it.
 */
export function withIgnored(
  desired: JsonObject,
  live: JsonObject,
  rules: readonly IgnoreRule[],
  left = leftBy(rules),
): JsonObject {
  if (rules.length === 0) return desired;
  const result = structuredClone(desired);
  const owners = ownershipsOf(live);
  const whole = {
    live,
    field: '',
    ours: unlessEmpty(ourFields(owners)),
    theirs: unlessEmpty(keptByOthers(owners, left)),
    types: listTypesOf(owners),
  };
  const leftKeys = new WeakMap<Container, Set<string>>();
  for (const rule of rules) {
    // A field that another manager owns as well stays by itself where the source gives it up.
    const brings = rule.manager === undefined;
    for (const path of pathsOf(rule, owners)) leave(result, whole, path, { brings, leftKeys, keys: [] });
  }
  return result;
}

function unlessEmpty(set: FieldSet): FieldSet | undefined {
  return Object.keys(set).length > 0 ? set : undefined;
}

type Container = Json[] | JsonObject;

interface Leaving {
  /** Whether a field that plumbline owns is added back where the source does not name it. */
  readonly brings: boolean;
  /** The key fields of the list entry: they stay as long as any other field of the entry does. */
  readonly keys: readonly string[];
  /** By list entry, the key fields that are left alone as well. */
  readonly leftKeys: WeakMap<Container, Set<string>>;
}

function leave(into: Container, owned: Owned, [step, ...rest]: FieldPath, leaving: Leaving): void {
  if (step === undefined) return;
  const { brings } = leaving;
  const keys = keysAt(into, step);
  for (const key of keys.toReversed()) {
    const value = valueAt(into, key);
    const below = ownedBelow(owned, step, value, liveAt(owned.live, step));
    if (rest.length === 0) {
      // The manager that applied an empty map owns nothing of its content.
      if (brings || !isGranular(below)) putLeft(into, key, ownedValue(below, value), leaving);
    } else if (isContainer(value)) {
      const before = Object.keys(value).length;
      leave(value, below, rest, { ...leaving, keys: Array.isArray(into) ? keysOf(owned) : [] });
      // An emptied map goes, since plumbline would come to own it; one that plumbline owns already stays, since the
      // fields of others in it would go with the map.
      const stays = below.ours !== undefined && isMember(below.ours);
      if (before > 0 && isLeftWhole(value, leaving) && !stays) drop(into, key);
    }
  }
  if (brings && keysAt(into, step).length === 0) bring(into, owned, [step, ...rest]);
}

function putLeft(into: Container, key: string | number, part: Json | undefined, leaving: Leaving): void {
  const { keys, leftKeys } = leaving;
  if (part !== undefined || !keys.includes(String(key))) return put(into, key, part);
  leftKeys.set(into, (leftKeys.get(into) ?? new Set()).add(String(key)));
}

/** Whether a value is empty, or holds only key fields, which are left alone as well. */
function isLeftWhole(value: Container, { leftKeys }: Leaving): boolean {
  return Object.keys(value).every((key) => leftKeys.get(value)?.has(key) === true);
}

function keysOf({ types }: Owned): readonly string[] {
  const list = types?.list;
  return list === undefined || list === 'set' ? [] : list.keys;
}

function put(into: Container, key: string | number, value: Json | undefined): void {
  if (value === undefined) drop(into, key);
  else (into as JsonObject)[key] = value;
}

/** Adds back an ignored value that the source no longer names: the apply would remove it. */
function bring(into: Container, owned: Owned, path: FieldPath): void {
  if (Array.isArray(owned.live) !== Array.isArray(into)) return;
  for (const [at, part] of partsHeld(owned, path, false)) {
    put(into, Array.isArray(into) ? into.length : at, part);
  }
}

/**
 * The part of `owned` to apply so that an ignored field in it stays.
 * @param goes whether plumbline alone owns a struct around the field: once nothing of the struct is applied, the struct
 *   goes, with the fields in it that nobody owns (structured-merge-diff v4, `EnsureNamedFieldsAreMembers`)
 */
function held(owned: Owned, path: FieldPath, goes: boolean): Json | undefined {
  const { live, ours, theirs } = owned;
  if (path.length === 0) return ownedValue(owned) ?? (goes ? structuredClone(live) : undefined);
  const parts = partsHeld(owned, path, goes || (ours !== undefined && theirs === undefined));
  if (parts.length === 0) return undefined;
  return Array.isArray(live) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

function partsHeld(owned: Owned, [step, ...rest]: FieldPath, goes: boolean): [string | number, Json][] {
  const { live } = owned;
  if (step === undefined || !isContainer(live)) return [];
  return keysAt(live, step).flatMap((at): [string | number, Json][] => {
    const value = valueAt(live, at);
    const below = ownedBelow(owned, step, value, value);
    const inEntry = Array.isArray(live) && rest.length > 0;
    const part = inEntry ? heldInEntry(owned, below, rest) : held(below, rest, goes);
    return part === undefined ? [] : [[at, part]];
  });
}

/**
 * The part of a list entry to apply. An entry that the source gives up goes with all its content, unless others own it
 * too.
 */
function heldInEntry({ types }: Owned, entry: Owned, path: FieldPath): Json | undefined {
  const list = types?.list;
  if (entry.theirs === undefined || list === undefined || list === 'set') return undefined;
  const part = held(entry, path, false);
  return isObject(part) && isObject(entry.live) ? { ...keyOf(entry.live, list), ...part } : undefined;
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
