import { type Json, type JsonObject, isObject } from '../core/json.ts';

/** What the API server writes, and what `kubectl get -o yaml` therefore puts into a file. */
const SERVER_FIELDS: ReadonlySet<string> = new Set([
  'resourceVersion',
  'uid',
  'creationTimestamp',
  'generation',
  'managedFields',
  'selfLink',
]);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object without what only the server may say: a stale `resourceVersion` would conflict forever. */
export function stripServerFields(object: JsonObject): JsonObject {
  const { status: _status, ...rest } = object;
  const metadata = rest['metadata'];
  return isObject(metadata) ? { ...rest, metadata: stripMetadata(metadata) } : rest;
}

function stripMetadata(metadata: JsonObject): JsonObject {
  const kept = Object.entries(metadata).filter(([key]) => !SERVER_FIELDS.has(key));
  return Object.fromEntries(
    kept.flatMap(([key, value]) => (key === 'annotations' ? stripAnnotations(value) : [[key, value]])),
  );
}

/** `annotations` without the one that kubectl writes; without the whole map where it was the only one. */
function stripAnnotations(annotations: Json): [string, Json][] {
  if (!isObject(annotations) || !(LAST_APPLIED in annotations)) return [['annotations', annotations]];
  const { [LAST_APPLIED]: _applied, ...rest } = annotations;
  return Object.keys(rest).length === 0 ? [] : [['annotations', rest]];
}
