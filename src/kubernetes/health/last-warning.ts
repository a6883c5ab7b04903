import pMap from 'p-map';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import type { Client } from '../client/client.ts';
import { coreType } from '../client/resource-type.ts';
import { type ResourceId, groupOf } from '../objects/resource.ts';
import type { LiveHealth } from './live-health.ts';
import { isMadeFor } from './made-for.ts';
import { type UnboundClaim, claimFor, unboundClaims } from './unbound-claims.ts';

const EVENT = coreType('Event', 'events', true);
const CONCURRENT_LISTS = 8;
const PATIENCE_MILLISECONDS = 5000;

/**
 * The health of objects that are not healthy, each with its cause: the claim that its pods wait for, or else the
 * cluster's last warning about the object or about the pods made for it. A status counts pods, and gives no cause.
 */
export async function withLastWarnings(
  client: Client,
  objects: readonly LiveHealth[],
): Promise<LiveHealth[]> {
  const namespaces = new Set(objects.map(({ id }) => id.namespace).filter((namespace) => namespace !== ''));
  const known = await pMap(namespaces, (namespace) => causesIn(client, namespace), {
    concurrency: CONCURRENT_LISTS,
  });
  const claims = known.flatMap((each) => each.claims);
  const events = known.flatMap((each) => each.events).toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  return objects.map((object) => withCause(object, claims, events));
}

interface Causes {
  readonly events: readonly JsonObject[];
  readonly claims: readonly UnboundClaim[];
}

async function causesIn(client: Client, namespace: string): Promise<Causes> {
  const [events, claims] = await Promise.all([
    unlessRefused(async (signal) => (await client.list(EVENT, { namespace, signal })).items),
    unlessRefused((signal) => unboundClaims(client, namespace, signal)),
  ]);
  return { events, claims };
}

/** Reads items, or none where they cannot be read soon: the caller asked for the health, and a cause is an extra. */
async function unlessRefused<Item>(read: (signal: AbortSignal) => Promise<Item[]>): Promise<Item[]> {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    return await read(signal);
  } catch (error) {
    if (error instanceof OpsError || signal.aborted) return [];
    throw error;
  }
}

/** The time of an event; of a repeated one, the last time. */
function timeOf(event: JsonObject): string {
  return (
    textAt(event, 'series', 'lastObservedTime') ||
    textAt(event, 'lastTimestamp') ||
    textAt(event, 'eventTime')
  );
}

function withCause(
  { id, health }: LiveHealth,
  claims: readonly UnboundClaim[],
  events: readonly JsonObject[],
): LiveHealth {
  if (health.status === 'healthy') return { id, health };
  const cause = claimCause(id, claims, events) ?? lastWarning(id, events);
  return cause === undefined
    ? { id, health }
    : { id, health: { ...health, reason: `${health.reason}; ${cause}` } };
}

function claimCause(
  id: ResourceId,
  claims: readonly UnboundClaim[],
  events: readonly JsonObject[],
): string | undefined {
  const found = claimFor(id, claims);
  const own = claims.find(({ namespace, name }) => isClaim(id, namespace, name));
  const claim = found?.claim ?? own;
  if (claim === undefined) return undefined;
  const { namespace, name, phase } = claim;
  const about = { group: '', kind: 'PersistentVolumeClaim', namespace, name };
  const said = events.findLast((event) => isAbout(about, event));
  const why = said === undefined ? '' : `: ${textAt(said, 'reason')}: ${messageOf(said)}`;
  return found === undefined
    ? said && `${textAt(said, 'reason')}: ${messageOf(said)}`
    : `Pod ${found.pod} waits for PersistentVolumeClaim ${name}, which has no volume (${phase})${why}`;
}

function isClaim(id: ResourceId, namespace: string, name: string): boolean {
  return (
    id.group === '' && id.kind === 'PersistentVolumeClaim' && id.namespace === namespace && id.name === name
  );
}

function lastWarning(id: ResourceId, events: readonly JsonObject[]): string | undefined {
  const last = events.findLast((event) => isWarning(event) && isAbout(id, event));
  return last && describe(last);
}

/** A conflict of two writers: the second one tries again, and warns all the same. */
const PASSING = /the object has been modified; please apply your changes to the latest version/;

function isWarning(event: JsonObject): boolean {
  return textAt(event, 'type') === 'Warning' && !PASSING.test(textAt(event, 'message'));
}

function describe(event: JsonObject): string {
  const subject = `${textAt(event, 'involvedObject', 'kind')} ${textAt(event, 'involvedObject', 'name')}`;
  return `last warning, at ${timeOf(event)}: ${subject}: ${textAt(event, 'reason')}: ${messageOf(event)}`;
}

function messageOf(event: JsonObject): string {
  return textAt(event, 'message').replaceAll(/\s+/g, ' ').trim();
}

function isAbout(id: ResourceId, event: JsonObject): boolean {
  const [kind, name] = [textAt(event, 'involvedObject', 'kind'), textAt(event, 'involvedObject', 'name')];
  if (textAt(event, 'involvedObject', 'namespace') !== id.namespace) return false;
  const group = groupOf(textAt(event, 'involvedObject', 'apiVersion'));
  if (kind === id.kind && name === id.name && group === id.group) return true;
  return isMadeFor(id, kind, name);
}
