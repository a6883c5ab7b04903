import { describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import type { KubernetesTarget } from '../config/target.ts';
import type { Identified } from '../identify/identify.ts';
import { uidOf } from '../objects/object-version.ts';
import { describeResource, resourceKey } from '../objects/resource.ts';
import type { Observed } from '../observe/observe.ts';

/**
 * Refuses an object that is declared in two groups, each of which would undo the other: a server may serve one object
 * in both (an Event is one in `v1` and in `events.k8s.io/v1`).
 * @throws OpsError `invalid-source` that names every such object
 */
export function refuseTwins(
  items: readonly Identified[],
  live: ReadonlyMap<string, Observed>,
  target: KubernetesTarget,
): void {
  const first = new Map<string, Identified>();
  const problems = items.flatMap((item) => {
    const object = live.get(resourceKey(item.id));
    if (object === undefined || object instanceof OpsError) return [];
    const twin = first.get(uidOf(object));
    first.set(uidOf(object), twin ?? item);
    return twin === undefined ? [] : [problemOf(item, twin)];
  });
  if (problems.length === 0) return;
  throw new OpsError({ code: 'invalid-source', subject: target.path, message: problems.join('\n') });
}

function problemOf(item: Identified, twin: Identified): string {
  return (
    `${describeOrigin(item.origin)}: ${describeResource(item.id)} is the same live object as ` +
    `${describeResource(twin.id)} at ${describeOrigin(twin.origin)}. Remove one of them.`
  );
}
