import pMap from 'p-map';
import { type ResourceId, resourceKey } from '../../core/change/resource.ts';
import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import { numberAt } from '../../core/json/read-json.ts';
import type { Health, ObjectHealth } from '../../core/sync/outcome.ts';
import type { Client } from '../client/client.ts';
import { endOf } from '../health/end-of.ts';
import { HEALTHY, failed, progressing } from '../health/health-fields.ts';
import { healthOf } from '../health/health.ts';
import { withLastWarnings } from '../health/last-warning.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { type Observed, type ToObserve, observe } from '../observe/observe.ts';
import type { Run } from './run.ts';

export interface Waited extends ToObserve {
  /** As it was applied. */
  readonly object: JsonObject;
}

type Judge<Item> = (live: JsonObject | undefined, item: Item) => Health;

const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/** What was written in a sync. */
export interface Written extends Waited {
  /** As the server answered the write. */
  readonly answer?: JsonObject;
}

/** Waits until objects do their work. @returns those that failed, or did not get there in time. */
export async function waitForHealth(run: Run, objects: readonly Written[]): Promise<ObjectHealth[]> {
  const groups = Map.groupBy(objects, isHealthyAtOnce);
  for (const { id, answer } of groups.get(true) ?? []) {
    // Of a kind without a status there is nothing to tell.
    if (isObject(answer?.['status'])) run.observe({ type: 'health', object: { id, health: HEALTHY } });
  }
  const active = groups.get(false) ?? [];
  if (active.length === 0) return [];
  // Its controller has hardly seen yet what has just been written.
  await run.clock.sleep(FIRST_PAUSE_MILLISECONDS);
  return waitUntil(run, active, (live, { object }) => (live === undefined ? absent(object) : healthOf(live)));
}

/** Of a built-in kind it is known what its status says before its controller has seen it: of most kinds there is none. */
function isHealthyAtOnce({ id, answer }: Written): boolean {
  return answer !== undefined && isBuiltInGroup(id.group) && healthOf(answer).status === 'healthy';
}

/** Waits until objects have run to their end. @returns those that failed, or did not get there in time. */
export function waitUntilDone(run: Run, objects: readonly Waited[]): Promise<ObjectHealth[]> {
  return waitUntil(run, objects, (live, { object }) => (live === undefined ? absent(object) : endOf(live)));
}

/** Waits until deleted objects are gone. @returns those that are still there when the time is up. */
export function waitUntilGone(run: Run, objects: readonly ToObserve[]): Promise<ObjectHealth[]> {
  return waitUntil(run, objects, (live) =>
    live === undefined ? HEALTHY : progressing('still being deleted: see its finalizers'),
  );
}

/** A Job that is deleted so many seconds after its end has ended; anything else should not be gone. */
function absent(object: JsonObject): Health {
  const cleansUp =
    object['kind'] === 'Job' && numberAt(object, 'spec', 'ttlSecondsAfterFinished') !== undefined;
  return cleansUp ? HEALTHY : failed('it was deleted by somebody else while it was waited for');
}

/** Looks until every object is as wanted or has failed, or the time is up; tells the observer each change. */
async function waitUntil<Item extends ToObserve>(
  run: Run,
  objects: readonly Item[],
  judge: Judge<Item>,
): Promise<ObjectHealth[]> {
  const bad: ObjectHealth[] = [];
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
    // A server that is busy has better things to do than to be looked at.
    await run.clock.sleep(Math.max(pause, took));
  }
}

/** Nobody waits for more once it is cancelled. */
async function explained({ payload, signal }: Run, objects: readonly ObjectHealth[]) {
  return signal?.aborted === true ? objects : withLastWarnings(payload.client, objects);
}

function longer(pause: number): number {
  return Math.min(pause * 1.5, LONGEST_PAUSE_MILLISECONDS);
}

function healthNow<Item extends ToObserve>(item: Item, live: Observed, judge: Judge<Item>): ObjectHealth {
  return { id: item.id, health: live instanceof OpsError ? unseen(live) : judge(live, item) };
}

/** Controllers and webhooks may quote what they refuse. */
function masked(run: Run, { id, health }: ObjectHealth): ObjectHealth {
  if (health.status === 'healthy') return { id, health };
  return { id, health: { ...health, reason: run.payload.masker.text(health.reason) } };
}

/** A server that does not answer for a moment is asked again until the time is up. */
function unseen({ retryable, message }: OpsError): Health {
  return { status: retryable ? 'progressing' : 'failed', reason: message };
}

/** From so many objects of a kind and namespace on, one LIST is less than a GET of each. */
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

function tell(run: Run, told: Map<ResourceId, string>, object: ObjectHealth): void {
  const words = JSON.stringify(object.health);
  if (told.get(object.id) === words) return;
  told.set(object.id, words);
  run.observe({ type: 'health', object: masked(run, object) });
}
