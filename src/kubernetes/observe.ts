import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { type ResourceId, resourceKey } from '../core/resource.ts';
import type { Client } from './client.ts';
import { type ResourceType, collectionPath } from './resource-type.ts';
import { type Sight, once } from './sight.ts';

/** One object to look at, and the kind under which to ask for it. */
export interface Sought {
  readonly id: ResourceId;
  readonly type: ResourceType;
}

/** What is live: the object, `undefined` where the server says that there is none, or why it could not say. */
export type Observed = JsonObject | OpsError | undefined;

const CONCURRENT_LISTS = 8;

/**
 * Looks at objects with one LIST for each kind and namespace. A LIST that fails leaves just its
 * own objects unknown; it never makes them look absent.
 */
export async function observe(
  client: Client,
  sought: readonly Sought[],
  sight: Sight,
): Promise<Map<string, Observed>> {
  const groups = Map.groupBy(sought, ({ id, type }) =>
    [type.group, type.version, type.plural, id.namespace].join(' '),
  );
  const lists = await pMap(groups.values(), (group) => observeGroup(client, group, sight), {
    concurrency: CONCURRENT_LISTS,
  });
  return new Map(lists.flat());
}

async function observeGroup(
  client: Client,
  group: readonly Sought[],
  sight: Sight,
): Promise<[string, Observed][]> {
  const [first] = group;
  if (first === undefined) return [];
  const { namespace } = first.id;
  try {
    const path = collectionPath(first.type, namespace);
    const byName = await once(sight, path, () => namesOf(client, first.type, namespace));
    return group.map(({ id }) => [resourceKey(id), byName.get(id.name)]);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return group.map(({ id }) => [resourceKey(id), error]);
  }
}

async function namesOf(
  client: Client,
  type: ResourceType,
  namespace: string,
): Promise<Map<Json, JsonObject>> {
  const { items } = await client.list(type, { namespace });
  return new Map(items.map((item) => [(item['metadata'] as JsonObject)['name'] ?? '', item]));
}
