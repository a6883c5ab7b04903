import { asText } from '../../core/json/read-json.ts';
import type { Client } from '../client/client.ts';
import type { Declared, ResourceId } from '../objects/resource.ts';
import { type Discovery, discover } from './discovery.ts';

/**
 * The kinds of a cluster. The cluster is asked again where the known kinds do not serve all of these: a CRD may have
 * been added, and an API that did not answer may be back.
 */
export async function discoverKinds(
  client: Client,
  declared: readonly Declared[],
  members: readonly ResourceId[],
): Promise<Discovery> {
  const known = await discover(client);
  const isServed =
    declared.every(
      ({ object: { apiVersion, kind } }) =>
        known.lookup(asText(apiVersion), asText(kind)).status === 'served',
    ) && members.every(({ group, kind }) => known.preferred(group, kind).status === 'served');
  return isServed ? known : discover(client, { fresh: true });
}
