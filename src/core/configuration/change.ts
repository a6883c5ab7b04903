import { cutText } from '../cut-text.ts';
import { type Json, canonicalJson, equalJson, parseJson } from '../json/json.ts';
import { mapAt, textAt } from '../json/read-json.ts';
import type { Config, Environment } from '../target/environment.ts';
import type { Target } from '../target/target.ts';

/** The difference that another configuration makes to one environment. */
export interface EnvironmentChange {
  readonly environment: string;
  readonly kind: 'new' | 'removed' | 'changed';
  /** The settings in force and the proposed ones, each as JSON; absent: there are none. */
  readonly from?: string;
  readonly to?: string;
  /** The differences in words for people: `gate.approvals: 2 → 0`. */
  readonly differences: readonly string[];
}

/** Every environment that another configuration would change, in the order of the files. */
export function changedEnvironments(
  inForce: Config | undefined,
  proposed: Config | undefined,
): readonly EnvironmentChange[] {
  const before = byName(inForce);
  const after = byName(proposed);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => changeOf(name, before.get(name), after.get(name)) ?? []);
}

/** Targets of the proposed environment that are new to it, or have other settings. */
export function changedTargets(inForce: Environment | undefined, proposed: Environment): readonly Target[] {
  const before = new Map(inForce?.targets.map((target) => [target.id, plain(target)]));
  return proposed.targets.filter((target) => !equalJson(plain(target), before.get(target.id)));
}

/** Whether an environment reaches a destination that is new to it, where another environment's gate may protect objects. */
export function reachesFurther({ from, to }: Pick<EnvironmentChange, 'from' | 'to'>): boolean {
  const before = destinationsOf(from);
  return [...destinationsOf(to)].some((destination) => !before.has(destination));
}

function destinationsOf(environment: string | undefined): ReadonlySet<string> {
  const targets = environment === undefined ? {} : mapAt(parseJson(environment), 'targets');
  return new Set(Object.values(targets).map(destinationOf));
}

/** A record of before names only the cluster. */
function destinationOf(target: Json): string {
  const engine = textAt(target, 'engine');
  return `${engine} ${textAt(target, 'destination') || textAt(target, 'cluster')}`;
}

function byName(config: Config | undefined): ReadonlyMap<string, Environment> {
  return new Map(config?.environments.map((environment) => [environment.name, environment]));
}

function changeOf(
  environment: string,
  before: Environment | undefined,
  after: Environment | undefined,
): EnvironmentChange | undefined {
  const [from, to] = [before && settings(before), after && settings(after)];
  if (equalJson(from, to)) return undefined;
  return {
    environment,
    kind: before === undefined ? 'new' : after === undefined ? 'removed' : 'changed',
    ...(from !== undefined && { from: canonicalJson(from) }),
    ...(to !== undefined && { to: canonicalJson(to) }),
    differences: differences(from, to, ''),
  };
}

/** The environment's own settings, targets by id. A target's neighbours are left out: they have their own settings. */
function settings({ targets, ...rest }: Environment): Json {
  return toJson({
    ...rest,
    targets: Object.fromEntries(targets.map((target) => [target.id, plain(target)])),
  });
}

/** The settings side by side, as people write them. */
function plain({ neighbours: _others, rules: { ignore, mask }, spec, ...target }: Target): Json {
  return toJson({ ...target, ignore, ...(mask.length > 0 && { mask }), ...(spec as object) });
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Maps are compared by key, lists by their entries; anything else is one value. */
function differences(before: Json | undefined, after: Json | undefined, path: string): string[] {
  if (equalJson(before, after)) return [];
  if (isMap(before) && isMap(after)) {
    const all = new Set([...Object.keys(before), ...Object.keys(after)]);
    // Said under the key that people write.
    const keys = [...all].filter((key) => key !== 'destination');
    return keys.flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (path === '') return [];
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path);
  return [`${path}: ${said(before)} → ${said(after)}`];
}

/** Entries removed, entries added: nobody would find them in a whole list, cut short. */
function ofLists(before: readonly Json[], after: readonly Json[], path: string): string[] {
  const [gone, come] = [without(before, after), without(after, before)];
  const kept = [without(before, gone), without(after, come)];
  const isSorted = equalJson(kept[0], kept[1]);
  return [
    ...gone.map((entry) => `${path}: without ${said(entry)}`),
    ...come.map((entry) => `${path}: with ${said(entry)}`),
    ...(isSorted ? [] : [`${path}: in another order: ${said([...after])}`]),
  ];
}

/** The entries less the others; an entry is left out as often as the others hold it. */
function without(all: readonly Json[], others: readonly Json[]): Json[] {
  const left = new Map<string, number>();
  for (const text of others.map(canonicalJson)) left.set(text, (left.get(text) ?? 0) + 1);
  return all.filter((entry) => {
    const text = canonicalJson(entry);
    const times = left.get(text) ?? 0;
    left.set(text, times - 1);
    return times <= 0;
  });
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function said(value: Json | undefined): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : canonicalJson(shortened(value));
}

const LONGEST = 120;

/** Each text is cut by itself: a long one hides none beside it. */
export function shortened(value: Json): Json {
  if (typeof value === 'string') return cutText(value, LONGEST);
  if (Array.isArray(value)) return value.map(shortened);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]));
}
