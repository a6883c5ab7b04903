import type { Client } from '../../client/client.ts';
import { movementsTo } from '../../identify/neighbours.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { resourceKey } from '../../objects/resource.ts';
import type { PlanDeps } from '../plan-deps.ts';
import type { PlannedObjects } from '../plan-objects.ts';
import { renderTarget } from '../render-source.ts';
import type { KubernetesRequest } from '../request.ts';
import { type Orphan, type PruneInput, orphansOf } from './orphans.ts';
import { askSelf } from './own-account.ts';

interface Owned {
  readonly client: Client;
  readonly inventory: Inventory;
  readonly planned: PlannedObjects;
}

/** The members of the inventory that are no longer declared, each with its deletion or the reason to keep it. */
export async function planOrphans(
  deps: PlanDeps,
  request: KubernetesRequest,
  owned: Owned,
): Promise<Orphan[]> {
  const { inventory } = owned;
  const { declared, live, masker } = owned.planned;
  const keepers = await keepersOf(deps, request, owned);
  return orphansOf({ target: request.target, inventory, declared, live, masker, ...keepers });
}

/** The reasons against a deletion, asked for only where an object could be deleted. */
async function keepersOf(
  deps: PlanDeps,
  request: KubernetesRequest,
  { client, inventory, planned: { discovery, declared } }: Owned,
): Promise<Pick<PruneInput, 'self' | 'moved'>> {
  const { target } = request;
  const leaves = target.spec.prune && inventory.members.some((id) => !declared.has(resourceKey(id)));
  if (!leaves) return { self: undefined, moved: () => undefined };
  return {
    self: await askSelf(client),
    moved: await movementsTo({ target, discovery, render: (other) => renderTarget(deps, request, other) }),
  };
}
