import { intentOf } from './intent.ts';
import { type Plan, differences } from './plan.ts';
import { resourceKey } from './resource.ts';

/**
 * Whether what is left to do is a part of what was approved: a sync that was cut short has done the rest.
 * Anything else than was approved is not a part of it.
 */
export function isRestOf(approved: Plan, found: Plan): boolean {
  const intents = new Map(differences(approved).map((change) => [resourceKey(change.id), intentOf(change)]));
  return differences(found).every((change) => intents.get(resourceKey(change.id)) === intentOf(change));
}
