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
/** The last one by kubectl; nobody but their controllers can keep them right. */
const THEIRS: ReadonlySet<string> = new Set([
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
]);

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

/** `annotations` without those; without the whole map where there were no others. */
function stripAnnotations(annotations: Json): [string, Json][] {
  if (!isObject(annotations)) return [['annotations', annotations]];
  const all = Object.entries(annotations);
  const kept = all.filter(([name]) => !THEIRS.has(name));
  if (kept.length === all.length) return [['annotations', annotations]];
  return kept.length === 0 ? [] : [['annotations', Object.fromEntries(kept)]];
}
