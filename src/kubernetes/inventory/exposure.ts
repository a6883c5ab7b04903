import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { isSecret } from '../../core/secrets/secret-values.ts';
import type { Client } from '../client/client.ts';
import { mayTakeOver } from '../config/grant.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';
import { readInventory } from './inventory-store.ts';
import { type Inventory, applySetId, inventoryName, ownerLabelOf } from './inventory.ts';

/**
 * How much of a live object a plan may show. `open`: all of it. `covered`: only that the object exists, and is
 * replaced. `closed`: only that the object exists; the server is asked nothing about it, since each answer would tell
 * whether a guess was right. `kept`: that the object belongs to a target of another environment, whose gate would not
 * be asked.
 */
export type Exposure = 'open' | 'covered' | 'closed' | { readonly kept: string };

export type Exposures = (id: ResourceId, live: JsonObject) => Promise<Exposure>;

export interface ExposureInput {
  readonly client: Client;
  readonly target: KubernetesTarget;
  readonly inventory: Inventory;
  /** The repository of the target's source. */
  readonly repository: string;
}

/**
 * The exposure of each live object. Whoever may open a pull request may read the repository's own objects, and of other
 * objects those that the server's administrator granted.
 */
export function exposuresOf(input: ExposureInput): Exposures {
  const { grant, environment } = input.target;
  if (grant === undefined) return async () => 'open';
  const ownerOf = ownership(input);
  return async (id, live) => {
    const owner = await ownerOf(id, live);
    if (owner !== undefined) return owner.environment === environment ? 'open' : { kept: owner.id };
    if (!mayTakeOver(grant, id)) return 'closed';
    return isSecret(live) ? 'covered' : 'open';
  };
}

/**
 * Finds the target of the same repository that an object belongs to: by its owner label or, without any, by the
 * target's own inventory.
 * @returns undefined for an object of no target of this repository
 */
function ownership({ client, target, inventory, repository }: ExposureInput) {
  const members = new Set(inventory.members.map(resourceKey));
  const neighbours = new Map(
    (target.neighbours ?? []).map((each) => [applySetId(inventoryName(each)), each]),
  );
  const known = new Map<string, Promise<boolean>>();
  const isSibling = (neighbour: KubernetesTarget) => {
    const asked = known.get(neighbour.id) ?? belongsTo(repository, client, neighbour);
    known.set(neighbour.id, asked);
    return asked;
  };
  return async (id: ResourceId, live: JsonObject): Promise<KubernetesTarget | undefined> => {
    const ownerLabel = ownerLabelOf(live);
    if (ownerLabel === undefined) return members.has(resourceKey(id)) ? target : undefined;
    if (ownerLabel === inventory.id) return inventory.source === undefined ? undefined : target;
    const neighbour = neighbours.get(ownerLabel);
    return neighbour !== undefined && (await isSibling(neighbour)) ? neighbour : undefined;
  };
}

/**
 * Whether a target is of this repository: a target of another one may have the same name. Where nothing can be told, it
 * is not.
 */
async function belongsTo(repository: string, client: Client, target: KubernetesTarget): Promise<boolean> {
  try {
    const { source = '' } = await readInventory(client, target);
    return source.startsWith(`${repository}#`);
  } catch (error) {
    if (error instanceof OpsError) return false;
    throw error;
  }
}
