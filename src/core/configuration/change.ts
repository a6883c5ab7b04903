import { cutText } from '../cut-text.ts';
import { type Json, canonicalJson, equalJson, parseJson } from '../json/json.ts';
import { mapAt, textAt } from '../json/read-json.ts';
import type { Config, Environment } from '../target/environment.ts';
import type { Target } from '../target/target.ts';

/** How another configuration would judge and look after one environment. */
export interface EnvironmentChange {
  readonly environment: string;
  readonly kind: 'new' | 'removed' | 'changed';
  /** The environment in force and the proposed one, each as JSON; absent: there is none. */
  readonly from?: string;
  readonly to?: string;
  /** What differs, for people: `gate.approvals: 2 → 0`. */
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

/** Targets of the proposed environment that are new to it, or set otherwise. */
export function changedTargets(inForce: Environment | undefined, proposed: Environment): readonly Target[] {
  const before = new Map(inForce?.targets.map((target) => [target.id, plain(target)]));
  return proposed.targets.filter((target) => !equalJson(plain(target), before.get(target.id)));
}

/** Whether an environment comes to a cluster in which it had no target: what another one's gate keeps may be there. */
export function reachesFurther({ from, to }: Pick<EnvironmentChange, 'from' | 'to'>): boolean {
  const before = clustersOf(from);
  return [...clustersOf(to)].some((cluster) => !before.has(cluster));
}

function clustersOf(environment: string | undefined): ReadonlySet<string> {
  const targets = environment === undefined ? {} : mapAt(parseJson(environment), 'targets');
  return new Set(Object.values(targets).map((target) => textAt(target, 'cluster')));
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

/** What the environment itself says; its neighbours are said where they stand. Targets by name. */
function settings({ targets, ...rest }: Environment): Json {
  return toJson({
    ...rest,
    targets: Object.fromEntries(targets.map((target) => [target.id, plain(target)])),
  });
}

function plain({ neighbours: _others, ...target }: Target): Json {
  return toJson(target);
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Maps are compared by key, lists by their entries; anything else is one value. */
function differences(before: Json | undefined, after: Json | undefined, path: string): string[] {
  if (equalJson(before, after)) return [];
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (path === '') return [];
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path);
  return [`${path}: ${said(before)} → ${said(after)}`];
}

/** What came and what went: in a list that is shown whole, and cut, nobody would find it. */
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

/** As often as an entry is among the others, it is left out. */
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

/** Each text by itself, so that a long one hides nothing of what stands beside it. */
export function shortened(value: Json): Json {
  if (typeof value === 'string') return cutText(value, LONGEST);
  if (Array.isArray(value)) return value.map(shortened);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]));
}
