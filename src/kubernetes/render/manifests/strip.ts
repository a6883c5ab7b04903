import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { LAST_APPLIED, SERVER_METADATA } from '../../../core/secrets/server-fields.ts';

/** The last one by kubectl; nobody but their controllers can keep them right. */
const THEIRS: ReadonlySet<string> = new Set([
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  LAST_APPLIED,
]);

/**
 * The object without what only the server may say, and `kubectl get -o yaml` therefore puts into a file: a stale
 * `resourceVersion` would conflict forever.
 */
export function stripServerFields(object: JsonObject): JsonObject {
  const { status: _status, ...rest } = object;
  const metadata = rest['metadata'];
  return isObject(metadata) ? { ...rest, metadata: stripMetadata(metadata) } : rest;
}

function stripMetadata(metadata: JsonObject): JsonObject {
  const kept = Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key));
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
