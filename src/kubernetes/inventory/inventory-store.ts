import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { Source } from '../../ports/source.ts';
import type { Client } from '../client/client.ts';
import { type ResourceType, coreType } from '../client/resource-type.ts';
import type { KubernetesTarget } from '../config/target.ts';
import {
  type Inventory,
  INVENTORY_NAMESPACE,
  inventoryName,
  parseInventory,
  printInventory,
} from './inventory.ts';

export const CONFIG_MAP: ResourceType = coreType('ConfigMap', 'configmaps', true);
const NAMESPACE: ResourceType = coreType('Namespace', 'namespaces', false);

/** Repository and path that an inventory's members come from. */
export function sourceOf(source: Source, target: KubernetesTarget): string {
  return `${source.repository}#${target.path}`;
}

/** The target's inventory; empty where nothing was ever synced. A refusal is an error, never "empty". */
export async function readInventory(client: Client, target: KubernetesTarget): Promise<Inventory> {
  return parseInventory(target, await readInventoryMap(client, target));
}

/** The ConfigMap of the inventory; undefined where nothing was ever synced. */
export function readInventoryMap(client: Client, target: KubernetesTarget): Promise<JsonObject | undefined> {
  return client.find(CONFIG_MAP, { namespace: INVENTORY_NAMESPACE, name: inventoryName(target) });
}

/**
 * Refuses an inventory of another source: two sources that share an inventory would prune each other's objects.
 * @throws OpsError `conflict` when the inventory belongs to another repository or path.
 */
export function refuseForeignInventory(inventory: Inventory, source: Source, target: KubernetesTarget): void {
  const expected = sourceOf(source, target);
  if (inventory.source === undefined || inventory.source === expected) return;
  throw new OpsError({
    code: 'conflict',
    subject: `target ${target.id}`,
    message:
      `its inventory in cluster ${target.destination} (ConfigMap ${INVENTORY_NAMESPACE}/${inventory.name}) belongs to ` +
      `${inventory.source}, not to ${expected}. Give this target another name (--name), or, if the source moved, ` +
      `change the ConfigMap's annotation plumbline.dev/source.`,
  });
}

/** Records an inventory, and creates its namespace where there is none. */
export async function writeInventory(client: Client, inventory: Inventory, version: string): Promise<void> {
  const namespace = { namespace: '', name: INVENTORY_NAMESPACE };
  if ((await client.find(NAMESPACE, namespace)) === undefined) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: INVENTORY_NAMESPACE } };
    await client.apply(NAMESPACE, namespace, body, { force: true });
  }
  const name = { namespace: INVENTORY_NAMESPACE, name: inventory.name };
  await client.apply(CONFIG_MAP, name, printInventory(inventory, version), { force: true });
}
