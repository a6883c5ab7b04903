import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import type { Health, ObjectHealth } from '../core/outcome.ts';
import type { ResourceId } from '../core/resource.ts';
import type { Run } from './run.ts';
import { healthOf } from './health.ts';
import type { ResourceType } from './resource-type.ts';

export interface Waited {
  readonly id: ResourceId;
  readonly type: ResourceType;
}

type Look = (object: Waited) => Promise<Health>;

const POLL_MILLISECONDS = 300;
const CONCURRENT_READS = 8;

/** Waits until objects do their work. @returns those that failed, or did not get there in time. */
export function waitForHealth(run: Run, objects: readonly Waited[]): Promise<ObjectHealth[]> {
  return waitUntil(run, objects, async ({ id, type }) => healthOf(await run.payload.client.read(type, id)));
}

/** Waits until deleted objects are gone. @returns those that are still there when the time is up. */
export function waitUntilGone(run: Run, objects: readonly Waited[]): Promise<ObjectHealth[]> {
  return waitUntil(run, objects, async ({ id, type }) => {
    try {
      await run.payload.client.read(type, id);
      return { status: 'progressing', reason: 'still being deleted: see its finalizers' };
    } catch (error) {
      if (error instanceof OpsError && error.code === 'not-found') return { status: 'healthy' };
      throw error;
    }
  });
}

/** Looks until every object is healthy or has failed, or the time is up; tells the observer each change. */
async function waitUntil(run: Run, objects: readonly Waited[], look: Look): Promise<ObjectHealth[]> {
  const failed: ObjectHealth[] = [];
  const told = new Map<ResourceId, string>();
  let waiting = [...objects];
  for (;;) {
    const looked = await pMap(waiting, (object) => lookAt(run, look, object), {
      concurrency: CONCURRENT_READS,
    });
    for (const object of looked) tell(run, told, object);
    failed.push(...looked.filter(({ health }) => health.status === 'failed'));
    const progressing = looked.filter(({ health }) => health.status === 'progressing');
    const over = run.clock.now() >= run.deadline || run.signal?.aborted === true;
    if (progressing.length === 0 || over) return [...failed, ...progressing];
    // A stalled rollout will not be mended by waiting for the others.
    if (failed.length > 0) return [...failed, ...progressing];
    waiting = waiting.filter(({ id }) => progressing.some((object) => object.id === id));
    await run.clock.sleep(POLL_MILLISECONDS);
  }
}

async function lookAt(run: Run, look: Look, object: Waited): Promise<ObjectHealth> {
  try {
    return { id: object.id, health: await look(object) };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    // A server that does not answer for a moment is asked again until the time is up.
    const status = error.retryable ? 'progressing' : 'failed';
    return { id: object.id, health: { status, reason: run.payload.masker.text(error.message) } };
  }
}

function tell(run: Run, told: Map<ResourceId, string>, object: ObjectHealth): void {
  const words = JSON.stringify(object.health);
  if (told.get(object.id) === words) return;
  told.set(object.id, words);
  run.observe({ type: 'health', object });
}
