import type { ListTypes } from '../../core/change/compare.ts';
import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import type { PathStep } from '../../core/json/pointer.ts';
import { isAtomicMap } from './atomic-maps.ts';
import { type FieldSet, entryNode, isLeaf } from './field-set.ts';
import { isNothing } from './without-defaults.ts';

/** A live value, and who owns it. */
export interface Owned {
  readonly live: Json | undefined;
  /** The key that it is found at. */
  readonly field: string;
  readonly ours: FieldSet | undefined;
  /** What stays of it whatever we apply, since others own it. */
  readonly theirs: FieldSet | undefined;
  readonly types: ListTypes | undefined;
}

/**
 * What is live of a value as far as we own it; undefined where we own nothing of it.
 * @param declared what the source says: kept where it is live as nothing, since it says nothing (`requests: {}`)
 */
export function ownedValue(owned: Owned, declared?: Json): Json | undefined {
  const { live, ours } = owned;
  if (ours === undefined) return undefined;
  if (live === undefined) return isNothing(declared) ? declared : undefined;
  if (isLeaf(ours)) return isFilledByOthers(owned) ? {} : structuredClone(live);
  if (Array.isArray(live))
    return live.flatMap((item) => ownedValue(ownedBelow(owned, ENTRY, item, item)) ?? []);
  if (!isObject(live)) return live;
  const told = isObject(declared) ? declared : {};
  const parts = Object.keys({ ...live, ...told }).map((key) => {
    const below = ownedBelow(owned, { key }, live[key], live[key]);
    return [key, ownedValue(below, told[key])];
  });
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined)) as JsonObject;
}

/** An entry of a list is found by its value: where it stands says nothing. */
const ENTRY: PathStep = { index: -1 };

/** A map that we own as one is an atomic one, or was applied empty, and filled by the server or by others since. */
function isFilledByOthers(owned: Owned): boolean {
  return owned.ours !== undefined && isLeaf(owned.ours) && isGranular(owned);
}

/** A map of which each field has owners of its own. */
export function isGranular({ live, field, types }: Owned): boolean {
  return isObject(live) && field !== '' && !isAtomicMap(field, types);
}

/** @param value tells which entry of a list it is */
export function ownedBelow(
  owned: Owned,
  step: PathStep,
  value: Json | undefined,
  live: Json | undefined,
): Owned {
  const { types } = owned;
  const list = types?.list === 'set' ? undefined : types?.list;
  const below = 'key' in step && !Array.isArray(owned.live) ? types?.fields.get(step.key) : list?.entry;
  // What is in an atomic value is owned with it, whatever it is.
  const field = 'key' in step && !(owned.ours && isLeaf(owned.ours)) ? step.key : '';
  const theirs = owned.theirs && nodeBelow(owned.theirs, step, value);
  return { live, field, ours: oursBelow(owned, step, value, live), theirs, types: below };
}

function oursBelow(
  owned: Owned,
  step: PathStep,
  value: Json | undefined,
  live: Json | undefined,
): FieldSet | undefined {
  const { ours } = owned;
  if (ours === undefined || isFilledByOthers(owned)) return undefined;
  if (!isLeaf(ours)) return nodeBelow(ours, step, value);
  // Owned as one: whatever is in it is owned too.
  return live === undefined ? undefined : ours;
}

function nodeBelow(owned: FieldSet, step: PathStep, value: Json | undefined): FieldSet | undefined {
  const node = 'key' in step ? owned[`f:${step.key}`] : undefined;
  return isObject(node) ? node : entryNode(owned, value);
}
