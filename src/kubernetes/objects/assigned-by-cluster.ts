import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { asMaps } from '../../core/json/read-json.ts';

const ASSIGNED = '(the cluster assigns one)';

export interface Assignment {
  /** The object as a dry-run answers. */
  readonly predicted: JsonObject;
  /** The body of the apply. */
  readonly body: JsonObject;
  readonly live: JsonObject;
}

/**
 * A Service with words in place of the addresses and ports that the cluster would assign at the apply: a dry-run
 * reserves none, and makes up values that nobody gets.
 */
export function withAssignedLater(assignment: Assignment): JsonObject {
  return withMadeUp(assignment, ASSIGNED);
}

/** A Service without the addresses and ports that the cluster would assign to it. */
export function withoutAssigned(assignment: Assignment): JsonObject {
  return withMadeUp(assignment, undefined);
}

function withMadeUp({ predicted, body, live }: Assignment, word: string | undefined): JsonObject {
  if (predicted['kind'] !== 'Service' || predicted['apiVersion'] !== 'v1' || !isObject(predicted['spec']))
    return predicted;
  const known = [body['spec'], live['spec']].filter(isObject);
  const spec = structuredClone(predicted['spec']);
  if (isMadeUp(spec, known, 'clusterIP')) {
    put(spec, 'clusterIP', word);
    put(spec, 'clusterIPs', word && [word]);
  }
  if (isMadeUp(spec, known, 'healthCheckNodePort')) put(spec, 'healthCheckNodePort', word);
  for (const port of asMaps(spec['ports'])) {
    const same = known.flatMap((other) => asMaps(other['ports'])).filter((other) => isSamePort(port, other));
    if (isMadeUp(port, same, 'nodePort')) put(port, 'nodePort', word);
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
