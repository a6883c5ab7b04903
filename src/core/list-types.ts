import { type FieldSet, type Ownership, stepOf } from './ownership.ts';
import { type JsonObject, isObject } from './json.ts';

/**
 * What an object's `managedFields` tell about its lists: which are associative and by which keys, which
 * are sets. It is the server's own schema, for built-in kinds and custom resources alike. A list of which
 * nothing is told is atomic.
 */
export interface ListTypes {
  readonly fields: Map<string, ListTypes>;
  list?: { readonly keys: readonly string[]; readonly entry: ListTypes } | 'set';
}

export function listTypesOf(ownerships: readonly Ownership[]): ListTypes {
  const types: ListTypes = { fields: new Map() };
  for (const ownership of ownerships) learn(types, ownership.fields);
  return types;
}

function learn(types: ListTypes, set: FieldSet): void {
  for (const [segment, node] of Object.entries(set)) {
    if (segment === '.' || !isObject(node)) continue;
    if (segment.startsWith('f:')) learn(fieldTypes(types, segment.slice(2)), node);
    else if (segment.startsWith('v:')) types.list ??= 'set';
    else if (segment.startsWith('k:')) learn(entryTypes(types, segment), node);
  }
}

function fieldTypes(types: ListTypes, field: string): ListTypes {
  let child = types.fields.get(field);
  if (child === undefined) types.fields.set(field, (child = { fields: new Map() }));
  return child;
}

function entryTypes(types: ListTypes, segment: string): ListTypes {
  if (types.list === undefined || types.list === 'set') {
    const step = stepOf(segment) as { entry: JsonObject };
    types.list = { keys: Object.keys(step.entry), entry: { fields: new Map() } };
  }
  return types.list.entry;
}
