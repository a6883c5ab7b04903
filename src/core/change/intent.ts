import { canonicalJson } from '../json/json.ts';
import type { Change } from './change.ts';

/**
 * What a change means to do, as text that is equal for equal intents: of an update its fields, since what else
 * the live object holds (an autoscaler's replicas, a controller's annotation) is not changed by it.
 * Marks, origin, writers and former owners are for people, and not part of it.
 */
export function intentOf({ id, action, fields, before, after }: Change): string {
  if (action !== 'update') return canonicalJson({ id, action, before, after });
  const changed = fields.map((field) => canonicalJson({ ...field, writer: undefined, taken: undefined }));
  return canonicalJson({ id, action, fields: changed.toSorted() });
}
