import { type Origin, describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import { type Grant, describeGrant, isGranted } from '../config/grant.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { type ResourceId, describeResource, resourceKey } from '../objects/resource.ts';

const ASK = "Ask the administrator of this Plumbline to grant it in the server's configuration.";

interface Reached {
  readonly id: ResourceId;
  readonly origin?: Origin;
}

/**
 * Refuses objects outside of the grant. To be called before any object is read: a preview must not show the objects of
 * others.
 * @param members the members of the target's inventory: a plan reads them too, and may delete them
 * @throws OpsError `forbidden` that lists every object outside of the grant
 */
export function refuseUngranted(
  target: KubernetesTarget,
  items: readonly Reached[],
  members: readonly ResourceId[],
): void {
  const { grant } = target;
  const declared = new Set(items.map(({ id }) => resourceKey(id)));
  const others = members.filter((id) => !declared.has(resourceKey(id))).map((id) => ({ id }));
  const outside = [...items, ...others].filter(({ id }) => !isGranted(grant, id));
  if (outside.length > 0) throw ungranted(target, grant, outside);
}

function ungranted(
  { id, destination }: KubernetesTarget,
  grant: Grant | null | undefined,
  outside: readonly Reached[],
): OpsError {
  const granted = `its repository is granted ${describeGrant(grant)} in cluster ${destination}`;
  const message = `${granted}, which does not hold:\n${outside.map(describeReached).join('\n')}\n${ASK}`;
  return new OpsError({ code: 'forbidden', subject: `target ${id}`, message });
}

function describeReached({ id, origin }: Reached): string {
  return origin === undefined
    ? `${describeResource(id)}, synced before and no longer declared`
    : `${describeOrigin(origin)}: ${describeResource(id)}`;
}
