import { describe, expect, it } from 'vitest';
import { OpsError, type OpsErrorCode } from '../../../src/core/errors.ts';
import {
  type Subscriber,
  tellSubscriber,
  wakeForEvent,
  wakeSubscribers,
} from '../../../src/flows/tell-subscriber.ts';
import type { DomainEvent } from '../../../src/ports/events.ts';
import type { Jobs } from '../../../src/ports/jobs.ts';

const TARGET = { repository: { installation: 1, id: 42, name: 'acme/shop' }, target: 'production/shop' };

/** Three recorded events, and a subscriber whose cursor outlives its process. */
function start(hear: (sync: number) => void, now = 0, upSince = 0) {
  let cursor = 0;
  const heard: number[] = [];
  const told: DomainEvent[] = [];
  const all = [1, 2, 3].map((id) => ({
    id,
    at: 0,
    event: { type: 'sync-began' as const, repository: 42, target: TARGET, sync: id },
  }));
  const deployments: Subscriber = async (event) => {
    if (event.type !== 'sync-began') return;
    hear(event.sync);
    heard.push(event.sync);
  };
  const events = {
    unread: async (_name: string, _repository: number, most: number) =>
      all.filter(({ id }) => id > cursor).slice(0, most),
    read: async (_name: string, _repository: number, id: number) => void (cursor = id),
  };
  const tell = (event: DomainEvent) => void told.push(event);
  return {
    heard,
    told,
    attempt: (subscriber = 'deployments', last = false) =>
      tellSubscriber(
        { events, subscribers: { deployments }, clock: { now: () => now }, upSince, tell },
        { subscriber, repository: 42 },
        { last },
      ),
  };
}

const refused = (retryable: boolean, code: OpsErrorCode = 'invalid') =>
  new OpsError({ code, subject: 'GitHub', message: 'it refuses that', retryable });

describe('a subscriber', () => {
  it('hears every event in its order, and none again', async () => {
    const { heard, attempt } = start(() => undefined);
    await attempt();
    await attempt();
    expect(heard).toEqual([1, 2, 3]);
  });

  it.each([
    ['fails for now', refused(true, 'unreachable')],
    ['is not let in at the moment', refused(false, 'unauthorized')],
    ['has lost its database', new Error('Connection terminated')],
  ])('that %s hears that event again, and what comes after it later', async (_why, error) => {
    let down = true;
    const { heard, told, attempt } = start((sync) => {
      if (sync === 2 && down) throw error;
    });
    await expect(attempt()).rejects.toThrow(error);
    expect(heard).toEqual([1]);
    down = false;
    await attempt();
    expect([heard, told]).toEqual([[1, 2, 3], []]);
  });

  it.each([
    ['is refused for good', refused(false), 0, false],
    ['has a bug', new Error('oh'), 0, true],
    ['has failed for a day', refused(true), 86_400_000, false],
  ])('that %s is told the next event, and that is no secret', async (_why, error, now, last) => {
    const { heard, told, attempt } = start((sync) => {
      if (sync === 2) throw error;
    }, now);
    await attempt('deployments', last);
    expect(heard).toEqual([1, 3]);
    expect(told).toEqual([{ type: 'event-unheard', subscriber: 'deployments', event: 2, error }]);
  });

  it('that was down for a day is not told for the last time by the first failure', async () => {
    const now = 2 * 86_400_000;
    const { told, attempt } = start(
      () => {
        throw new OpsError({
          code: 'unreachable',
          subject: 'GitHub',
          message: 'it does not answer',
          retryable: true,
        });
      },
      now,
      now,
    );
    await expect(attempt()).rejects.toThrow('does not answer');
    expect(told).toEqual([]);
  });

  it('of another version hears nothing here', async () => {
    const { heard, attempt } = start(() => undefined);
    await attempt('pager');
    expect(heard).toEqual([]);
  });

  it('is woken for what is recorded, and for what it has not heard yet, repository by repository', async () => {
    const jobs: string[] = [];
    const enqueue: Jobs['enqueue'] = async (queue, data, { key }) =>
      void jobs.push(`${queue} ${key} ${JSON.stringify(data)}`);
    await wakeForEvent({ enqueue }, { type: 'sync-began', repository: 42, target: TARGET, sync: 1 });
    await wakeForEvent({ enqueue }, { type: 'github-answered', status: 200 });
    await wakeSubscribers({ jobs: { enqueue }, events: { waiting: async () => [7, 8] } });
    expect(jobs).toEqual(
      [42, 7, 8].map((id) => `tell ${id}/deployments {"subscriber":"deployments","repository":${id}}`),
    );
  });
});
