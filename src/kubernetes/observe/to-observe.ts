import type { Discovery } from '../discovery/discovery.ts';
import type { Identified } from '../identify/identify.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { resourceKey } from '../objects/resource.ts';
import type { UnknownObject } from '../objects/unknown-object.ts';
import type { ToObserve } from './observe.ts';

export interface ToObserveAndUnknown {
  readonly wantedObjects: ToObserve[];
  readonly unknown: UnknownObject[];
}

/** The objects to observe: the declared ones, and the other members of the inventory. */
export function toObserve(
  items: readonly Identified[],
  declared: ReadonlySet<string>,
  inventory: Inventory,
  discovery: Discovery,
): ToObserveAndUnknown {
  const wantedObjects: ToObserve[] = items.filter(({ kindPending }) => !kindPending);
  const unknown: UnknownObject[] = [];
  for (const id of inventory.members.filter((member) => !declared.has(resourceKey(member)))) {
    const answer = discovery.preferred(id.group, id.kind);
    if (answer.status === 'served') wantedObjects.push({ id, type: answer.type });
    // A kind that is no longer served went with its objects; a group that does not answer says nothing about them.
    if (answer.status === 'unavailable') unknown.push({ id, code: 'unreachable', message: answer.reason });
  }
  return { wantedObjects, unknown };
}
