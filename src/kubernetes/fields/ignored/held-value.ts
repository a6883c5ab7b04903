import { type Json, isContainer, isObject } from '../../../core/json/json.ts';
import type { FieldPath } from '../../../core/json/pointer.ts';
import { keyOf } from '../list-types.ts';
import { type Owned, ownedBelow, ownedValue } from '../owned-value.ts';
import { keysAt, valueAt } from './containers.ts';

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

/** The same by key or position, for each value that the path's first step selects. */
export function partsHeld(
  owned: Owned,
  [step, ...rest]: FieldPath,
  goes: boolean,
): [string | number, Json][] {
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
