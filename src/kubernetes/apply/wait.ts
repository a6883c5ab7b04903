import pMap from 'p-map';
import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import { numberAt } from '../../core/json/read-json.ts';
import type { Health } from '../../core/sync/outcome.ts';
import type { Client } from '../client/client.ts';
import { endOf } from '../health/end-of.ts';
import { HEALTHY, failed, progressing } from '../health/health-fields.ts';
import { healthOf } from '../health/health.ts';
import { withLastWarnings } from '../health/last-warning.ts';
import { type LiveHealth, objectHealthOf } from '../health/live-health.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';
import { type Observed, type ToObserve, observe } from '../observe/observe.ts';
import type { Run } from './run.ts';

export interface Waited extends ToObserve {
  /** The object as it was applied. */
  readonly object: JsonObject;
}

type Judge<Item> = (live: JsonObject | undefined, item: Item) => Health;

const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/** An object that a sync wrote. */
export interface Written extends Waited {
  /** The server's answer to the write. */
  readonly answer?: JsonObject;
}

/** Waits until objects are healthy. @returns those that failed, or were not healthy in time. */
export async function waitForHealth(run: Run, objects: readonly Written[]): Promise<LiveHealth[]> {
  const groups = Map.groupBy(objects, isHealthyAtOnce);
  for (const { id, answer } of groups.get(true) ?? []) {
    // A kind without a status has no health to report.
    if (isObject(answer?.['status']))
      run.observe({ type: 'health', object: objectHealthOf({ id, health: HEALTHY }) });
  }
  const active = groups.get(false) ?? [];
  if (active.length === 0) return [];
  // Its controller has hardly seen the write yet.
  await run.clock.sleep(FIRST_PAUSE_MILLISECONDS);
  return waitUntil(run, active, (live, { object }) => (live === undefined ? absent(object) : healthOf(live)));
}

/**
 * Whether the answer to the write shows a healthy object already. Only for built-in kinds is the status known before
 * the controller has seen the object: most have none.
 */
function isHealthyAtOnce({ id, answer }: Written): boolean {
  return answer !== undefined && isBuiltInGroup(id.group) && healthOf(answer).status === 'healthy';
}

/** Waits until objects have run to their end. @returns those that failed, or did not end in time. */
export function waitUntilDone(run: Run, objects: readonly Waited[]): Promise<LiveHealth[]> {
  return waitUntil(run, objects, (live, { object }) => (live === undefined ? absent(object) : endOf(live)));
}

/** Waits until deleted objects are gone. @returns those that are still there when the time is up. */
export function waitUntilGone(run: Run, objects: readonly ToObserve[]): Promise<LiveHealth[]> {
  return waitUntil(run, objects, (live) =>
    live === undefined ? HEALTHY : progressing('still being deleted: see its finalizers'),
  );
}

/**
 * The health of an object that is not there. A Job with `ttlSecondsAfterFinished` is deleted so many seconds after its
 * end, and so has ended; anything else should not be gone.
 */
function absent(object: JsonObject): Health {
  const cleansUp =
    object['kind'] === 'Job' && numberAt(object, 'spec', 'ttlSecondsAfterFinished') !== undefined;
  return cleansUp ? HEALTHY : failed('it was deleted by somebody else while it was waited for');
}

/** Observes objects until each is as wanted or one has failed, or the time is up; reports each change of health. */
async function waitUntil<Item extends ToObserve>(
  run: Run,
  objects: readonly Item[],
  judge: Judge<Item>,
): Promise<LiveHealth[]> {
  const bad: LiveHealth[] = [];
  const told = new Map<ResourceId, string>();
  let waiting = [...objects];
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (;;) {
    const begun = run.clock.now();
    const live = await lookAt(run.payload.client, waiting);
    const took = run.clock.now() - begun;
    const looked = waiting.map((item) => healthNow(item, live.get(resourceKey(item.id)), judge));
    for (const object of looked) tell(run, told, object);
    bad.push(...looked.filter(({ health }) => health.status === 'failed'));
    const unready = looked.filter(({ health }) => health.status === 'progressing');
    const over = run.clock.now() >= run.deadline || run.signal?.aborted === true;
    // A stalled rollout will not be mended by waiting for the others.
    if (unready.length === 0 || over || bad.length > 0)
      return (await explained(run, [...bad, ...unready])).map((object) => masked(run, object));
    // As long as there is progress the end may be near.
    pause = unready.length < waiting.length ? FIRST_PAUSE_MILLISECONDS : longer(pause);
    const left = new Set(unready.map(({ id }) => id));
    waiting = waiting.filter(({ id }) => left.has(id));
    // A busy server is not to be observed all the time.
    await run.clock.sleep(Math.max(pause, took));
  }
}

/** Adds the causes to the reasons, unless the sync was cancelled: nobody waits for them then. */
async function explained({ payload, signal }: Run, objects: readonly LiveHealth[]) {
  return signal?.aborted === true ? objects : withLastWarnings(payload.client, objects);
}

function longer(pause: number): number {
  return Math.min(pause * 1.5, LONGEST_PAUSE_MILLISECONDS);
}

function healthNow<Item extends ToObserve>(item: Item, live: Observed, judge: Judge<Item>): LiveHealth {
  return { id: item.id, health: live instanceof OpsError ? unseen(live) : judge(live, item) };
}

/** Controllers and webhooks may quote what they refuse. */
function masked(run: Run, { id, health }: LiveHealth): LiveHealth {
  if (health.status === 'healthy') return { id, health };
  return { id, health: { ...health, reason: run.payload.masker.text(health.reason) } };
}

/**
 * The health of an object that could not be observed: a server that does not answer for a moment is asked again until
 * the time is up.
 */
function unseen({ retryable, message }: OpsError): Health {
  return { status: retryable ? 'progressing' : 'failed', reason: message };
}

/** The number of objects of a kind and namespace from which on one LIST is less than a GET of each. */
const WORTH_A_LIST = 3;
const CONCURRENT_READS = 8;

async function lookAt(client: Client, objects: readonly ToObserve[]): Promise<Map<string, Observed>> {
  const groups = [...Map.groupBy(objects, ({ id }) => `${id.group}/${id.kind} ${id.namespace}`).values()];
  const listed = groups.filter((group) => group.length >= WORTH_A_LIST).flat();
  const read = groups.filter((group) => group.length < WORTH_A_LIST).flat();
  const answers = await pMap(
    read,
    async (object) => [resourceKey(object.id), await readOne(client, object)] as const,
    {
      concurrency: CONCURRENT_READS,
    },
  );
  return new Map([...(await observe(client, listed, new Map()).all), ...answers]);
}

async function readOne(client: Client, { id, type }: ToObserve): Promise<Observed> {
  try {
    return await client.find(type, id);
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
}

function tell(run: Run, told: Map<ResourceId, string>, object: LiveHealth): void {
  const words = JSON.stringify(object.health);
  if (told.get(object.id) === words) return;
  told.set(object.id, words);
  run.observe({ type: 'health', object: objectHealthOf(masked(run, object)) });
}
