import type { JsonObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import type { Given } from '../../core/plan/given.ts';
import type { Client } from '../client/client.ts';
import type { ResourceType } from '../client/resource-type.ts';
import type { Capabilities } from '../render/renderer.ts';
import { declaredTypes } from './declared-types.ts';
import { askDiscovery } from './discovery.ts';

/**
 * The capabilities of the cluster for templates: Helm's `.Capabilities`. They are read anew each time, since a CRD may
 * have been added, and hold the kinds that CRDs of other targets create before.
 */
export async function readCapabilities(client: Client, given: readonly Given[]): Promise<Capabilities> {
  const [version, [core, groups]] = await Promise.all([client.get('/version'), askDiscovery(client)]);
  return { version, core, groups: [...declaredTypes(given).values()].reduce(withType, groups) };
}

/** An `APIGroupDiscoveryList` with one more kind. */
function withType(groups: JsonObject, type: ResourceType): JsonObject {
  const all = mapsAt(groups, 'items');
  const group = all.find((item) => textAt(item, 'metadata', 'name') === type.group);
  const others = all.filter((item) => item !== group);
  return { ...groups, items: [...others, withKind(group ?? { metadata: { name: type.group } }, type)] };
}

function withKind(
  group: JsonObject,
  { version, plural, kind, namespaced, group: name }: ResourceType,
): JsonObject {
  const all = mapsAt(group, 'versions');
  const known = all.find((each) => each['version'] === version);
  const resources = mapsAt(known, 'resources').filter((each) => each['resource'] !== plural);
  const served = {
    resource: plural,
    responseKind: { group: name, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    verbs: ['get', 'list', 'patch', 'delete'],
  };
  const others = all.filter((each) => each !== known);
  return { ...group, versions: [...others, { ...known, version, resources: [...resources, served] }] };
}
