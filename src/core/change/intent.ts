import { canonicalJson } from '../json/json.ts';
import type { Change } from './change.ts';

/**
 * The intent of a change, as text that is equal for equal intents. Of an update it holds only the changed fields: the
 * rest of the live object (an autoscaler's replicas, a controller's annotation) is left alone.
 * Marks, foresight, origin, writers and former owners are for people, and no part of the intent.
 */
export function intentOf({ subject, action, fields, before, after }: Change): string {
  if (action !== 'update') return canonicalJson({ subject, action, before, after });
  const changed = fields.map((field) => canonicalJson({ ...field, writer: undefined, taken: undefined }));
  return canonicalJson({ subject, action, fields: changed.toSorted() });
}
