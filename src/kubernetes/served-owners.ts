import { inServedVersions } from '../core/former-versions.ts';
import type { JsonObject } from '../core/json.ts';
import { type Ownership, ownershipsOf } from '../core/ownership.ts';
import type { Client } from './client.ts';
import { discover } from './discovery.ts';
import { type ResourceType, apiVersionOf } from './resource-type.ts';

interface Freshness {
  /** What is known of the cluster may be out of date: it is asked again. */
  readonly fresh?: boolean;
}

/** The owners of a live object, as the cluster can read them: see `core/former-versions.ts`. */
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

/** Whether somebody's fields are recorded in a version that the cluster no longer serves. */
export async function hasFormerOwners(
  client: Client,
  type: ResourceType,
  live: JsonObject,
  freshness: Freshness,
): Promise<boolean> {
  const owners = ownershipsOf(live);
  return (await servedOwners(client, type, owners, freshness)) !== owners;
}
