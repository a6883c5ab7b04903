import type { ListTypes } from '../../core/change/compare.ts';
import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import type { PathStep } from '../../core/json/pointer.ts';
import { isAtomicMap } from './atomic-maps.ts';
import { type FieldSet, entryNode, isLeaf } from './field-set.ts';
import { isNothing } from './without-defaults.ts';

/** A live value and its owners. */
export interface Owned {
  readonly live: Json | undefined;
  /** The key of the value. */
  readonly field: string;
  readonly ours: FieldSet | undefined;
  /** The fields that others own: they stay, whatever plumbline applies. */
  readonly theirs: FieldSet | undefined;
  readonly types: ListTypes | undefined;
}

/**
 * The live value, reduced to the fields that plumbline owns; undefined where it owns none.
 * @param declared the source's value: an empty one (`requests: {}`) is kept where nothing is live, since both say the
 *   same
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

/** A list entry is found by its value: its position says nothing. */
const ENTRY: PathStep = { index: -1 };

/**
 * Whether plumbline applied the map empty, and the server or others have filled it since. Any other map that plumbline
 * owns as a leaf is atomic.
 */
function isFilledByOthers(owned: Owned): boolean {
  return owned.ours !== undefined && isLeaf(owned.ours) && isGranular(owned);
}

/** Whether a value is a map whose fields have owners of their own. */
export function isGranular({ live, field, types }: Owned): boolean {
  return isObject(live) && field !== '' && !isAtomicMap(field, types);
}

/** @param value identifies the list entry */
export function ownedBelow(
  owned: Owned,
  step: PathStep,
  value: Json | undefined,
  live: Json | undefined,
): Owned {
  const { types } = owned;
  const list = types?.list === 'set' ? undefined : types?.list;
  const below = 'key' in step && !Array.isArray(owned.live) ? types?.fields.get(step.key) : list?.entry;
  // The content of an atomic value is owned with it.
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
  // A leaf is owned with all of its content.
  return live === undefined ? undefined : ours;
}

function nodeBelow(owned: FieldSet, step: PathStep, value: Json | undefined): FieldSet | undefined {
  const node = 'key' in step ? owned[`f:${step.key}`] : undefined;
  return isObject(node) ? node : entryNode(owned, value);
}
