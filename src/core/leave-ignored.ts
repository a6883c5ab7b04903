import type { PathStep } from './change.ts';
import { type IgnoreRule, type Path, isSelected, pathsOf } from './ignore.ts';
import { type Json, type JsonObject, isContainer } from './json.ts';
import { listTypesOf } from './list-types.ts';
import { type Owned, isGranular, ownPart, ownedBelow } from './own-part.ts';
import { isMember } from './field-set.ts';
import { ownershipsOf } from './ownership.ts';
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
