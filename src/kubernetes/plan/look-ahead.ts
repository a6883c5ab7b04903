import { type Declared, resourceKey } from '../../core/change/resource.ts';
import type { Given } from '../../core/plan/given.ts';
import type { Unknown } from '../../core/plan/plan.ts';
import { isGranted } from '../../core/target/grant.ts';
import type { Target } from '../../core/target/target.ts';
import type { Client } from '../client/client.ts';
import { type Discovery, discover } from '../discovery/discovery.ts';
import { type Identities, identify } from '../identify/identify.ts';
import { readInventory } from '../inventory/inventory-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Sighting, observe } from '../observe/observe.ts';
import type { Sight } from '../observe/snapshot.ts';
import { soughtOf } from '../observe/wanted.ts';
import { occasionOf } from './due-hooks.ts';
import { type Split, splitHooks } from './hook-items.ts';
import { refuseUngranted } from './refuse-ungranted.ts';

export interface LookInput {
  readonly client: Client;
  readonly target: Target;
  readonly declared: readonly Declared[];
  readonly inventory: Inventory;
  readonly sight: Sight;
  /** What other targets bring before. */
  readonly given: readonly Given[];
}

export interface Ahead {
  readonly client: Client;
  readonly inventory: Inventory;
}

/**
 * Begins to look at what was synced last, while the source is still rendered: nearly all of it will be looked at. A
 * failure is told to whoever awaits the outcome; one of a LIST to whoever asks for the same again.
 */
export function lookAhead(connect: () => Promise<Client>, target: Target, sight: Sight): Promise<Ahead> {
  const ahead = begin(connect, target, sight);
  // Nobody awaits it where the source cannot be rendered.
  ahead.catch(() => {});
  return ahead;
}

async function begin(connect: () => Promise<Client>, target: Target, sight: Sight): Promise<Ahead> {
  const client = await connect();
  const [inventory, discovery] = await Promise.all([readInventory(client, target), discover(client)]);
  const { grant } = target;
  const isGrantedAll = inventory.members.every((id) => grant === undefined || isGranted(grant, id));
  const { sought } = soughtOf([], new Set(), inventory, discovery);
  if (isGrantedAll) observe(client, sought, sight).all.catch(() => {});
  return { client, inventory };
}

/** What a target declares, and the look at what is live of it. */
export interface Look {
  readonly discovery: Discovery;
  readonly identities: Identities;
  readonly split: Split;
  /** Keys of all that is declared. */
  readonly declared: ReadonlySet<string>;
  readonly sighting: Sighting;
  /** Members of the inventory of an API that does not answer. */
  readonly silent: readonly Unknown[];
}

/** identify → begin to observe. @throws OpsError what is wrong with the source as a whole */
export function lookAtLive(input: LookInput, discovery: Discovery): Look {
  const { client, target, inventory, sight } = input;
  const identities = identify(input.declared, target, discovery, input.given);
  const known = [...identities.items, ...identities.silent];
  const all = [...known, ...identities.strange];
  const strange = new Set(identities.strange.map(({ id }) => resourceKey(id)));
  // Nothing is ever asked of what the cluster does not know.
  const members = inventory.members.filter((id) => !strange.has(resourceKey(id)));
  refuseUngranted(target, known, members);
  const split = splitHooks(identities.items, occasionOf(inventory));
  const declared = new Set(all.map(({ id }) => resourceKey(id)));
  const { sought, unknown: silent } = soughtOf(split.items, declared, inventory, discovery);
  return { discovery, identities, split, declared, sighting: observe(client, sought, sight), silent };
}
