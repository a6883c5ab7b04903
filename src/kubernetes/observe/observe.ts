import pLimit from 'p-limit';
import { OpsError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json/json.ts';
import type { Client } from '../client/client.ts';
import { type ResourceType, collectionPath } from '../client/resource-type.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';
import { type Snapshot, once } from './snapshot.ts';

/** One object to observe, and the kind under which to request it. */
export interface ToObserve {
  readonly id: ResourceId;
  readonly type: ResourceType;
}

/** The live object, `undefined` where the server says that there is none, or the error that prevented an answer. */
export type Observed = JsonObject | OpsError | undefined;

const CONCURRENT_LISTS = 8;

/** An observation that is under way. */
export interface Sighting {
  /** One of the objects as it is live, as soon as its own LIST is there. */
  readonly of: (wantedObjects: ToObserve) => Promise<Observed>;
  /** All objects as they are live, by their keys. */
  readonly all: Promise<ReadonlyMap<string, Observed>>;
}

/**
 * Observes objects with one LIST for each kind and namespace. A LIST that fails leaves just its own objects unknown; it
 * never makes them look absent.
 */
export function observe(client: Client, wantedObjects: readonly ToObserve[], snapshot: Snapshot): Sighting {
  const limit = pLimit(CONCURRENT_LISTS);
  const lists = new Map(
    [...Map.groupBy(wantedObjects, listOf)].map(
      ([list, group]) => [list, limit(() => observeGroup(client, group, snapshot))] as const,
    ),
  );
  return {
    of: async (one) => (await lists.get(listOf(one)))?.get(resourceKey(one.id)),
    all: Promise.all(lists.values()).then((seen) => new Map(seen.flatMap((each) => [...each]))),
  };
}

function listOf({ id, type }: ToObserve): string {
  return [type.group, type.version, type.plural, id.namespace].join(' ');
}

async function observeGroup(
  client: Client,
  group: readonly ToObserve[],
  snapshot: Snapshot,
): Promise<Map<string, Observed>> {
  const [first] = group;
  if (first === undefined) return new Map();
  const { namespace } = first.id;
  try {
    const path = collectionPath(first.type, namespace);
    const byName = await once(snapshot, path, () => namesOf(client, first.type, namespace));
    return new Map(group.map(({ id }) => [resourceKey(id), byName.get(id.name)]));
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return new Map(group.map(({ id }) => [resourceKey(id), error]));
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
