import type { ListTypes, Keyed } from '../../core/change/compare.ts';
import {
  type Json,
  type JsonObject,
  type Tree,
  type TreeObject,
  equalJson,
  isObject,
} from '../../core/json/json.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { groupOf } from '../objects/resource.ts';
import { type FieldSet, stepOf } from './field-set.ts';
import type { Ownership } from './managers/managed-fields.ts';

/** The key fields of a list entry, which tell it from others. */
export function keyOf(item: JsonObject, keyed: Keyed): Record<string, Json>;
export function keyOf(item: TreeObject, keyed: Keyed): Record<string, Tree>;
export function keyOf(item: TreeObject, { keys }: Keyed): Record<string, Tree> {
  const isPort = keys.includes('protocol') && PORTS.some((port) => item[port] !== undefined);
  const withDefault = isPort ? { protocol: 'TCP', ...item } : item;
  return Object.fromEntries(
    keys.flatMap((key) => (withDefault[key] === undefined ? [] : [[key, withDefault[key]]])),
  );
}

/** Ports of containers and of services: among the keys of Kubernetes' own types `protocol` alone has a default. */
const PORTS: readonly string[] = ['containerPort', 'port'];

/**
 * The entry of a list with the same keys as `item`. In a custom resource's list, a key that either leaves out has its
 * default, and matches; in Kubernetes' own types only `protocol` has a default, and an entry without another key
 * matches none with it.
 */
export function sameEntry<V extends Tree>(item: Tree, list: readonly V[], keyed: Keyed): V | undefined {
  if (!isObject(item)) return undefined;
  const own = keyOf(item, keyed);
  const isSame = (other: Tree, withDefaults: boolean) => {
    if (!isObject(other)) return false;
    const theirs = keyOf(other, keyed);
    const isOpen = (key: string) => withDefaults && (own[key] === undefined || theirs[key] === undefined);
    return (
      keyed.keys.some((key) => own[key] !== undefined && equalJson(own[key], theirs[key])) &&
      keyed.keys.every((key) => equalJson(own[key], theirs[key]) || isOpen(key))
    );
  };
  const exact = list.find((other) => isSame(other, false));
  return exact ?? (keyed.open === true ? list.find((other) => isSame(other, true)) : undefined);
}

export function listTypesOf(ownerships: readonly Ownership[]): ListTypes {
  const types: ListTypes = { fields: new Map() };
  for (const { apiVersion, fields } of ownerships) learn(types, fields, !isBuiltInGroup(groupOf(apiVersion)));
  return types;
}

function learn(types: ListTypes, set: FieldSet, custom: boolean): void {
  if (custom && Object.keys(set).length === 0) types.whole = true;
  for (const [segment, node] of Object.entries(set)) {
    if (segment === '.' || !isObject(node)) continue;
    if (segment.startsWith('f:')) learn(fieldTypes(types, segment.slice(2)), node, custom);
    else if (segment.startsWith('v:')) types.list ??= 'set';
    else if (segment.startsWith('k:')) learn(entryTypes(types, segment, custom), node, custom);
  }
}

function fieldTypes(types: ListTypes, field: string): ListTypes {
  let child = types.fields.get(field);
  if (child === undefined) types.fields.set(field, (child = { fields: new Map() }));
  return child;
}

function entryTypes(types: ListTypes, segment: string, custom: boolean): ListTypes {
  if (types.list === undefined || types.list === 'set') {
    const step = stepOf(segment) as { entry: JsonObject };
    const keyed = { keys: Object.keys(step.entry), entry: { fields: new Map() } };
    types.list = custom ? { ...keyed, open: true } : keyed;
  }
  return types.list.entry;
}
