import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { ObjectHealth } from '../core/outcome.ts';
import { type ResourceId, groupOf } from '../core/resource.ts';
import { textAt } from '../core/read-json.ts';
import type { Client } from './client.ts';
import { coreType } from './resource-type.ts';

const EVENT = coreType('Event', 'events', true);
const CONCURRENT_LISTS = 8;
const PATIENCE_MILLISECONDS = 5000;

/**
 * The health of objects that do not do their work, each with what the cluster warned of last about it or about the pods
 * that were made for it: why there are none, why they do not start. A status counts them, and says no more.
 */
export async function withLastWarnings(
  client: Client,
  objects: readonly ObjectHealth[],
): Promise<ObjectHealth[]> {
  const namespaces = new Set(objects.map(({ id }) => id.namespace).filter((namespace) => namespace !== ''));
  const lists = await pMap(namespaces, (namespace) => warningsIn(client, namespace), {
    concurrency: CONCURRENT_LISTS,
  });
  const warnings = lists.flat().toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  return objects.map((object) => withLast(object, warnings));
}

/** Where events cannot be read, or not soon, health alone has to do: it is what was asked for. */
async function warningsIn(client: Client, namespace: string): Promise<JsonObject[]> {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    return (await client.list(EVENT, { namespace, fieldSelector: 'type=Warning', signal })).items;
  } catch (error) {
    if (error instanceof OpsError || signal.aborted) return [];
    throw error;
  }
}

/** Of an event that came again and again, the last time. */
function timeOf(event: JsonObject): string {
  return (
    textAt(event, 'series', 'lastObservedTime') ||
    textAt(event, 'lastTimestamp') ||
    textAt(event, 'eventTime')
  );
}

function withLast({ id, health }: ObjectHealth, warnings: readonly JsonObject[]): ObjectHealth {
  const last = warnings.findLast((event) => isAbout(id, event));
  if (last === undefined || health.status === 'healthy') return { id, health };
  return { id, health: { ...health, reason: `${health.reason}; ${describe(last)}` } };
}

function describe(event: JsonObject): string {
  const subject = `${textAt(event, 'involvedObject', 'kind')} ${textAt(event, 'involvedObject', 'name')}`;
  const message = textAt(event, 'message').replaceAll(/\s+/g, ' ').trim();
  return `last warning, at ${timeOf(event)}: ${subject}: ${textAt(event, 'reason')}: ${message}`;
}

function isAbout(id: ResourceId, event: JsonObject): boolean {
  const [kind, name] = [textAt(event, 'involvedObject', 'kind'), textAt(event, 'involvedObject', 'name')];
  if (textAt(event, 'involvedObject', 'namespace') !== id.namespace) return false;
  const group = groupOf(textAt(event, 'involvedObject', 'apiVersion'));
  if (kind === id.kind && name === id.name && group === id.group) return true;
  return name.startsWith(`${id.name}-`) && isMadeFor(id, kind, name.slice(id.name.length + 1));
}

/** As controllers name what they make: `rand.SafeEncodeString` has no vowels, so that `web-admin` is none of `web`. */
const HASH = '[bcdfghjklmnpqrstvwxz2456789]';
const MADE: Readonly<Record<string, RegExp>> = {
  'apps/Deployment ReplicaSet': new RegExp(`^${HASH}{1,10}$`),
  'apps/Deployment Pod': new RegExp(`^${HASH}{1,10}-${HASH}{5}$`),
  'apps/ReplicaSet Pod': new RegExp(`^${HASH}{5}$`),
  'apps/DaemonSet Pod': new RegExp(`^${HASH}{5}$`),
  'apps/StatefulSet Pod': /^\d+$/,
  'batch/Job Pod': new RegExp(`^(\\d+-)?${HASH}{5}$`),
};

function isMadeFor(id: ResourceId, kind: string, ending: string): boolean {
  return MADE[`${id.group}/${id.kind} ${kind}`]?.test(ending) ?? false;
}
