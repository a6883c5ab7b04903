import type { ResourceId } from '../objects/resource.ts';

/**
 * The characters in the names that controllers generate: `rand.SafeEncodeString` has no vowels, so that `web-admin` is
 * none of `web`.
 */
const HASH = '[bcdfghjklmnpqrstvwxz2456789]';
const MADE: Readonly<Record<string, RegExp>> = {
  'apps/Deployment ReplicaSet': new RegExp(`^${HASH}{1,10}$`),
  'apps/Deployment Pod': new RegExp(`^${HASH}{1,10}-${HASH}{5}$`),
  'apps/ReplicaSet Pod': new RegExp(`^${HASH}{5}$`),
  'apps/DaemonSet Pod': new RegExp(`^${HASH}{5}$`),
  'apps/StatefulSet Pod': /^\d+$/,
  'batch/Job Pod': new RegExp(`^(\\d+-)?${HASH}{5}$`),
};

/** Whether a controller made an object of that kind and name for another object. */
export function isMadeFor(id: ResourceId, kind: string, name: string): boolean {
  if (!name.startsWith(`${id.name}-`)) return false;
  return MADE[`${id.group}/${id.kind} ${kind}`]?.test(name.slice(id.name.length + 1)) ?? false;
}
