import type { Given } from '../../core/plan/given.ts';
import type { Client } from '../client/client.ts';
import { isGranted } from '../config/grant.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { type Discovery, discover } from '../discovery/discovery.ts';
import { type Identities, identify } from '../identify/identify.ts';
import { readInventory } from '../inventory/inventory-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Declared, resourceKey } from '../objects/resource.ts';
import type { UnknownObject } from '../objects/unknown-object.ts';
import { type Sighting, observe } from '../observe/observe.ts';
import type { Snapshot } from '../observe/snapshot.ts';
import { toObserve } from '../observe/to-observe.ts';
import type { PlanCache } from '../plan-cache.ts';
import { occasionOf } from './hooks/due-hooks.ts';
import { type Split, splitHooks } from './hooks/hook-items.ts';
import { refuseUngranted } from './refuse-ungranted.ts';

export interface ObserveInput {
  readonly client: Client;
  readonly target: KubernetesTarget;
  readonly declared: readonly Declared[];
  readonly inventory: Inventory;
  readonly snapshot: Snapshot;
  readonly cache: PlanCache;
  /** The objects that the syncs of other targets create before. */
  readonly given: readonly Given[];
}

export interface Ahead {
  readonly client: Client;
  readonly inventory: Inventory;
}

/**
 * Begins to observe the members of the inventory while the source is still rendered: a plan needs nearly all of them. A
 * failure goes to whoever awaits the outcome; that of a LIST, to whoever asks for the same list again.
 */
export function observeAhead(
  connect: () => Promise<Client>,
  target: KubernetesTarget,
  snapshot: Snapshot,
): Promise<Ahead> {
  const ahead = begin(connect, target, snapshot);
  // Nobody awaits it where the source cannot be rendered.
  ahead.catch(() => {});
  return ahead;
}

async function begin(
  connect: () => Promise<Client>,
  target: KubernetesTarget,
  snapshot: Snapshot,
): Promise<Ahead> {
  const client = await connect();
  const [inventory, discovery] = await Promise.all([readInventory(client, target), discover(client)]);
  const { grant } = target;
  const isGrantedAll = inventory.members.every((id) => grant === undefined || isGranted(grant, id));
  const { wantedObjects } = toObserve([], new Set(), inventory, discovery);
  if (isGrantedAll) observe(client, wantedObjects, snapshot).all.catch(() => {});
  return { client, inventory };
}

/** The declared objects of a target, and the observation of the live ones. */
export interface Observing {
  readonly discovery: Discovery;
  readonly identities: Identities;
  readonly split: Split;
  /** Keys of all that is declared. */
  readonly declared: ReadonlySet<string>;
  readonly sighting: Sighting;
  /** Members of the inventory whose API does not answer. */
  readonly silent: readonly UnknownObject[];
}

/** identify → begin to observe. @throws OpsError what is wrong with the source as a whole */
export function observeLive(input: ObserveInput, discovery: Discovery): Observing {
  const { client, target, inventory, snapshot } = input;
  const identities = identify(input.declared, target, discovery, input.given, input.cache);
  const known = [...identities.items, ...identities.silent];
  const all = [...known, ...identities.strange];
  const strange = new Set(identities.strange.map(({ id }) => resourceKey(id)));
  // No request is made for a kind that the cluster does not know.
  const members = inventory.members.filter((id) => !strange.has(resourceKey(id)));
  refuseUngranted(target, known, members);
  const split = splitHooks(identities.items, occasionOf(inventory));
  const declared = new Set(all.map(({ id }) => resourceKey(id)));
  const { wantedObjects, unknown: silent } = toObserve(split.items, declared, inventory, discovery);
  return {
    discovery,
    identities,
    split,
    declared,
    sighting: observe(client, wantedObjects, snapshot),
    silent,
  };
}
