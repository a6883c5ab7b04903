import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { LAST_APPLIED, SERVER_METADATA } from '../../../core/secrets/server-fields.ts';

/** Annotations that nobody but their controllers can keep right; the last one is kubectl's. */
const THEIRS: ReadonlySet<string> = new Set([
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  LAST_APPLIED,
]);

/**
 * The object without the fields that only the server may set, and that `kubectl get -o yaml` therefore puts into a
 * file: a stale `resourceVersion` would conflict forever.
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

/** The `annotations` without those above; no entry at all where no others are left. */
function stripAnnotations(annotations: Json): [string, Json][] {
  if (!isObject(annotations)) return [['annotations', annotations]];
  const all = Object.entries(annotations);
  const kept = all.filter(([name]) => !THEIRS.has(name));
  if (kept.length === all.length) return [['annotations', annotations]];
  return kept.length === 0 ? [] : [['annotations', Object.fromEntries(kept)]];
}
