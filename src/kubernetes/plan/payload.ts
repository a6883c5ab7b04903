import type { Masker } from '../../core/secrets/mask.ts';
import type { Client } from '../client/client.ts';
import type { KubernetesTarget } from '../config/target.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { ResourceId } from '../objects/resource.ts';
import type { UnknownObject } from '../objects/unknown-object.ts';
import type { PlanCache } from '../plan-cache.ts';
import type { HookItem } from './hooks/hook-items.ts';
import type { ObjectPlan } from './object-plan.ts';
import type { Orphan } from './orphans/orphans.ts';

/** The input of an apply that does exactly what the plan says. Holds secrets: never stored or shown. */
export interface KubernetesPayload {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly target: KubernetesTarget;
  readonly inventory: Inventory;
  /** The source of the members, as the inventory will record it. */
  readonly source: string;
  readonly objectPlans: readonly ObjectPlan[];
  readonly orphans: readonly Orphan[];
  /** Declared objects that are out of reach. */
  readonly apart: readonly ObjectPlan[];
  /** Members that are no longer declared, and out of reach. */
  readonly unseen: readonly UnknownObject[];
  readonly hooks: readonly HookItem[];
  /** Members that are declared as hooks now. */
  readonly aside: readonly ResourceId[];
  readonly masker: Masker;
  readonly cache: PlanCache;
}
