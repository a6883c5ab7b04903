import type { Change } from '../../../core/change/change.ts';
import type { Given } from '../../../core/plan/given.ts';
import type { Client } from '../../client/client.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type ResourceId, idOf, resourceKey } from '../../objects/resource.ts';
import type { UnknownObject } from '../../objects/unknown-object.ts';
import type { Observed } from '../../observe/observe.ts';
import type { PlannedObjects } from '../plan-objects.ts';
import type { KubernetesRequest } from '../request.ts';
import { dueHooks } from './due-hooks.ts';
import { type HookItem, refusedHooks } from './hook-items.ts';

interface Hooking {
  readonly client: Client;
  readonly inventory: Inventory;
  readonly planned: PlannedObjects;
  readonly changes: readonly Change[];
}

export interface PlannedHooks {
  /** The hooks that a sync runs. */
  readonly due: readonly HookItem[];
  /** Those of them that the server refuses. */
  readonly refused: readonly UnknownObject[];
  /** Members of the inventory that are declared as hooks now: neither planned nor orphans, and still known as ours. */
  readonly aside: readonly ResourceId[];
}

export async function planHooks(
  { purpose, given = [] }: KubernetesRequest,
  { client, inventory, planned, changes }: Hooking,
): Promise<PlannedHooks> {
  const { split, live, masker } = planned;
  const due = dueHooks(split, changes, inventory);
  const refused = purpose === 'verify' ? [] : await refusedHooks(client, due, isMissing(live, given), masker);
  const declared = [...split.hooks.map(({ item }) => item), ...split.never];
  const keys = new Set(declared.map(({ id }) => resourceKey(id)));
  return { due, refused, aside: inventory.members.filter((id) => keys.has(resourceKey(id))) };
}

function isMissing(
  live: ReadonlyMap<string, Observed>,
  given: readonly Given[],
): (namespace: string) => boolean {
  const brought = new Set(given.map(({ subject }) => resourceKey(idOf(subject))));
  const keyOf = (name: string) => resourceKey({ group: '', kind: 'Namespace', namespace: '', name });
  const isMade = (key: string) => live.has(key) && live.get(key) === undefined;
  return (namespace) => brought.has(keyOf(namespace)) || isMade(keyOf(namespace));
}
