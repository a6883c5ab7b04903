import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Jobs } from '../../src/ports/jobs.ts';
import { openStore } from '../../src/store/open.ts';
import { type Enqueued, memoryJobs } from '../fakes/memory-jobs.ts';
import { until } from '../support/loop.ts';
import { type PostgresServer, usePostgres } from '../support/postgres.ts';
import { folderWith } from '../support/temp-folder.ts';

interface Site {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  /** Begins to do the jobs. @returns all that were done, in their order, once there are so many */
  readonly done: (count: number) => Promise<readonly Enqueued[]>;
  /** Lets so many milliseconds go by. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await usePostgres();
}, 300_000);
afterAll(() => postgres.stop());

const SITES: Readonly<Record<string, () => Promise<Site>>> = {
  'the fake': async () => {
    let now = 0;
    const jobs = memoryJobs(
      () => undefined,
      () => now,
    );
    const all: Enqueued[] = [];
    const done = async () => {
      all.push(...jobs.take());
      return all;
    };
    return { jobs, done, wait: async (milliseconds) => void (now += milliseconds) };
  },
  'the embedded database': () => {
    const folder = folderWith({});
    cpSync(inject('emptyDatabase'), join(folder, 'database'), { recursive: true });
    return queueIn({ folder });
  },
  PostgreSQL: async () => queueIn({ folder: folderWith({}), databaseUrl: await postgres.database() }),
};

async function queueIn(place: { readonly folder: string; readonly databaseUrl?: string }): Promise<Site> {
  const [observe, tell] = [() => undefined, () => undefined];
  const store = await openStore({ ...place, log: createLog('silent'), observe, tell });
  onTestFinished(() => store.close());
  const { jobs } = store;
  const all: Enqueued[] = [];
  let begun = false;
  return {
    jobs,
    async done(count) {
      for (const queue of begun ? [] : (['sync', 'detect-drift'] as const))
        await jobs.work(queue, async (data) => void all.push([queue, data]), { concurrency: 1 });
      begun = true;
      await until(`${count} jobs are done`, async () => all.length >= count);
      // One too many would be done by then.
      await sleep(1000);
      return all;
    },
    wait: (milliseconds) => sleep(milliseconds),
  };
}

const LONG = 60_000;
const lookAt = (target: string) => ({ repository: { installation: 1, id: 42, name: 'acme/shop' }, target });

describe.each(Object.entries(SITES))('the queue of jobs: %s', (_name, open) => {
  it('gives each job once, those of a queue in the order in which they came', async () => {
    const { jobs, done } = await open();
    for (const sync of [1, 2, 3]) await jobs.enqueue('sync', { sync }, { key: `${sync}` });
    const asked = [1, 2, 3].map((sync) => ['sync', { sync }]);
    expect(await done(3)).toEqual(asked);
    expect(await done(3)).toEqual(asked);
  });

  it('keeps of one key the first that waits, and takes another once that one was taken', async () => {
    const { jobs, done } = await open();
    for (const sync of [1, 2]) await jobs.enqueue('sync', { sync }, { key: 'a' });
    expect(await done(1)).toEqual([['sync', { sync: 1 }]]);
    await jobs.enqueue('sync', { sync: 3 }, { key: 'a' });
    expect((await done(2)).slice(1)).toEqual([['sync', { sync: 3 }]]);
  });

  it('tells the same key of two queues apart', async () => {
    const { jobs, done } = await open();
    await jobs.enqueue('sync', { sync: 1 }, { key: 'a' });
    await jobs.enqueue('detect-drift', lookAt('a'), { key: 'a' });
    const both = await done(2);
    expect(both).toHaveLength(2);
    expect(new Map(both)).toEqual(
      new Map<string, unknown>([
        ['sync', { sync: 1 }],
        ['detect-drift', lookAt('a')],
      ]),
    );
  });

  it('gives what is for later when its time has come, by the last wish', async () => {
    const { jobs, done, wait } = await open();
    await jobs.enqueue('sync', { sync: 1 }, { key: 'a', after: LONG });
    await jobs.enqueue('sync', { sync: 2 }, { key: 'a', after: 4000 });
    await jobs.enqueue('sync', { sync: 3 }, { key: 'b', after: 3000 });
    await jobs.enqueue('sync', { sync: 4 }, { key: 'b', after: LONG });
    expect(await done(0)).toEqual([]);
    await wait(4000);
    expect(await done(1)).toEqual([['sync', { sync: 2 }]]);
  });

  it('holds up nothing that is due for what is for later, and neither takes the place of the other', async () => {
    const { jobs, done, wait } = await open();
    await jobs.enqueue('sync', { sync: 1 }, { key: 'a', after: 4000 });
    await jobs.enqueue('sync', { sync: 2 }, { key: 'a' });
    expect(await done(1)).toEqual([['sync', { sync: 2 }]]);
    await wait(4000);
    expect((await done(2)).slice(1)).toEqual([['sync', { sync: 1 }]]);
  });
});
