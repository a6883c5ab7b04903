import { type Json, type JsonObject, isContainer } from '../../../core/json/json.ts';
import type { FieldPath } from '../../../core/json/pointer.ts';
import type { IgnoreRule } from '../../../core/target/ignore-rules.ts';
import { type FieldSet, isMember } from '../field-set.ts';
import { listTypesOf } from '../list-types.ts';
import { keptByOthers, ourFields } from '../managers/field-managers.ts';
import { ownershipsOf } from '../managers/managed-fields.ts';
import { type Owned, isGranular, ownedValue, ownedBelow } from '../owned-value.ts';
import { type Container, drop, keysAt, liveAt, put, valueAt } from './containers.ts';
import { partsHeld } from './held-value.ts';
import { leftBy, pathsOf } from './ignored-fields.ts';

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

/** Adds back an ignored value that the source no longer names: the apply would remove it. */
function bring(into: Container, owned: Owned, path: FieldPath): void {
  if (Array.isArray(owned.live) !== Array.isArray(into)) return;
  for (const [at, part] of partsHeld(owned, path, false)) {
    put(into, Array.isArray(into) ? into.length : at, part);
  }
}
