import { type Json, type JsonObject, type Tree, type TreeObject, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { AssignedLater } from '../../core/json/marker.ts';
import { asMaps } from '../../core/json/read-json.ts';

const ASSIGNED = new AssignedLater('cluster');

export interface Assignment {
  /** The object as a dry-run answers. */
  readonly predicted: JsonObject;
  /** The body of the apply. */
  readonly body: JsonObject;
  readonly live: JsonObject;
}

/**
 * The shown form of a predicted Service, with a marker in place of the addresses and ports that the cluster would assign
 * at the apply: a dry-run reserves none, and makes up values that nobody gets. Masks do not depend on them either.
 * @param shown the shown form of an object, with masks
 */
export function withAssignedLater(
  assignment: Assignment,
  shown: (object: JsonObject) => TreeObject,
): TreeObject {
  const { predicted } = assignment;
  return withMarkers(shown(withMadeUp(assignment, null)), predicted) as TreeObject;
}

/** A tree with a marker in each place where it has `null` and the prediction has a value. */
function withMarkers(tree: Tree, predicted: Json | undefined): Tree {
  if (tree === null) return predicted === null || predicted === undefined ? tree : ASSIGNED;
  if (Array.isArray(tree) && Array.isArray(predicted))
    return mapEntries(tree, (entry, at) => withMarkers(entry, predicted[at]));
  if (!isObject(tree) || !isObject(predicted)) return tree;
  return mapValues(tree, (item, key) => withMarkers(item, predicted[key]));
}

/** A Service without the addresses and ports that the cluster would assign to it. */
export function withoutAssigned(assignment: Assignment): JsonObject {
  return withMadeUp(assignment, undefined);
}

function withMadeUp({ predicted, body, live }: Assignment, value: null | undefined): JsonObject {
  if (predicted['kind'] !== 'Service' || predicted['apiVersion'] !== 'v1' || !isObject(predicted['spec']))
    return predicted;
  const known = [body['spec'], live['spec']].filter(isObject);
  const spec = structuredClone(predicted['spec']);
  if (isMadeUp(spec, known, 'clusterIP')) {
    put(spec, 'clusterIP', value);
    put(spec, 'clusterIPs', value === null ? [value] : value);
  }
  if (isMadeUp(spec, known, 'healthCheckNodePort')) put(spec, 'healthCheckNodePort', value);
  for (const port of asMaps(spec['ports'])) {
    const same = known.flatMap((other) => asMaps(other['ports'])).filter((other) => isSamePort(port, other));
    if (isMadeUp(port, same, 'nodePort')) put(port, 'nodePort', value);
  }
  return { ...predicted, spec };
}

/** Whether a value is in neither the source nor the live object. */
function isMadeUp(fields: JsonObject, known: readonly JsonObject[], key: string): boolean {
  return fields[key] !== undefined && known.every((other) => other[key] !== fields[key]);
}

function put(fields: JsonObject, key: string, value: Json | undefined): void {
  if (value === undefined) delete fields[key];
  else fields[key] = value;
}

function isSamePort(a: JsonObject, b: JsonObject): boolean {
  return a['port'] === b['port'] && (a['protocol'] ?? 'TCP') === (b['protocol'] ?? 'TCP');
}
