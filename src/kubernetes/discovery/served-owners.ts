import type { JsonObject } from '../../core/json/json.ts';
import type { Client } from '../client/client.ts';
import { type ResourceType, apiVersionOf } from '../client/resource-type.ts';
import { inServedVersions } from '../fields/managers/former-versions.ts';
import { type Ownership, ownershipsOf } from '../fields/managers/managed-fields.ts';
import { discover } from './discovery.ts';

interface Freshness {
  /** Whether the known kinds may be out of date: the cluster is asked again. */
  readonly fresh?: boolean;
}

/** The owners of a live object, as the cluster can read them: see `kubernetes/fields/managers/former-versions.ts`. */
export async function servedOwners(
  client: Client,
  type: ResourceType,
  owners: readonly Ownership[],
  { fresh = false }: Freshness = {},
): Promise<readonly Ownership[]> {
  const own = apiVersionOf(type);
  if (owners.every(({ apiVersion }) => apiVersion === own)) return owners;
  const discovery = await discover(client, { fresh });
  const isServed = (apiVersion: string) => discovery.lookup(apiVersion, type.kind).status !== 'unknown';
  return inServedVersions(owners, own, isServed);
}

/** Whether an owner's fields are recorded in a version that the cluster no longer serves. */
export async function hasFormerOwners(
  client: Client,
  type: ResourceType,
  live: JsonObject,
  freshness: Freshness,
): Promise<boolean> {
  const owners = ownershipsOf(live);
  return (await servedOwners(client, type, owners, freshness)) !== owners;
}
