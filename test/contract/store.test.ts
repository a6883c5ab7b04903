import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { type JsonObject, parseJson } from '../../src/core/json.ts';
import { createLog } from '../../src/log.ts';
import type { RepositoryRef } from '../../src/ports/jobs.ts';
import { type Store, openStore } from '../../src/store/open.ts';
import { until } from '../support/loop.ts';
import { type PostgresServer, usePostgres } from '../support/postgres.ts';
import { folderWith } from '../support/temp-folder.ts';
import { plan } from '../unit/report/samples.ts';

/** Where the same store may be opened again and again. */
type Place = { readonly folder: string; readonly databaseUrl?: string };

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await usePostgres();
}, 300_000);
afterAll(() => postgres.stop());

const PLACES = {
  'the embedded database': async (): Promise<Place> => {
    const folder = folderWith({});
    cpSync(inject('emptyDatabase'), join(folder, 'database'), { recursive: true });
    return { folder };
  },
  PostgreSQL: async (): Promise<Place> => ({
    folder: folderWith({}),
    databaseUrl: await postgres.database(),
  }),
};

async function open(place: Place): Promise<Store> {
  const store = await openStore({ ...place, log: createLog('silent'), observe: () => undefined });
  let open = true;
  const close = async () => {
    if (open) await store.close();
    open = false;
  };
  onTestFinished(close);
  return { ...store, close };
}

const REPOSITORY: RepositoryRef = { installation: 7, id: 42, name: 'acme/shop' };
const TARGET = { repository: REPOSITORY, target: 'production/shop' };
const PULL = { repository: 42, pull: 3 };
const COMMIT = 'c'.repeat(40);
const BIG = parseJson('{"value":9007199254740993}') as JsonObject;

describe.each(Object.entries(PLACES))('the store in %s', (_name, makePlace) => {
  it('R3: takes a delivery once, with its job, however often it comes', async () => {
    const store = await open(await makePlace());
    const delivery = { id: 'guid-1', event: 'push', payload: '{"a":1}', receivedAt: 1_764_000_000_000 };
    const answers = await Promise.all([1, 2, 3].map(() => store.deliveries.accept(delivery)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await store.deliveries.read('guid-1')).toEqual(delivery);
    const seen: string[] = [];
    await store.jobs.work('receive', async ({ delivery: id }) => void seen.push(id), { concurrency: 2 });
    await until('its job runs', async () => seen.length > 0);
    await store.deliveries.finish('guid-1');
    expect(await store.deliveries.read('guid-1')).toBeUndefined();
    expect(await store.deliveries.accept(delivery)).toBe(false);
    await sleep(1000);
    expect(seen).toEqual(['guid-1']);
  });

  it('gives a claim away once', async () => {
    const store = await open(await makePlace());
    const answers = await Promise.all([1, 2, 3].map(() => store.deliveries.claim('comment/1')));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await store.deliveries.claim('comment/2')).toBe(true);
  });

  it('runs jobs of one key one at a time, and keeps at most one of them waiting', async () => {
    const store = await open(await makePlace());
    let [running, most, done] = [0, 0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(300);
      running -= 1;
      done += 1;
    };
    await store.jobs.work('detect-drift', work, { concurrency: 4 });
    await store.jobs.enqueue('detect-drift', TARGET, { key: 'a' });
    await until('it runs', async () => running === 1);
    for (let n = 0; n < 5; n += 1) await store.jobs.enqueue('detect-drift', TARGET, { key: 'a' });
    await until('both are done', async () => done === 2);
    await sleep(1000);
    expect([most, done]).toEqual([1, 2]);
  });

  it('keeps what is wished for later, by the last wish about the time', async () => {
    const store = await open(await makePlace());
    const began = Date.now();
    const ran: number[] = [];
    await store.jobs.work('detect-drift', async () => void ran.push(Date.now() - began), { concurrency: 1 });
    await store.jobs.enqueue('detect-drift', TARGET, { key: 'a', after: 60_000 });
    await store.jobs.enqueue('detect-drift', TARGET, { key: 'a', after: 1000 });
    await until('it runs', async () => ran.length === 1);
    expect(ran[0]).toBeGreaterThanOrEqual(1000);
    expect(ran[0]).toBeLessThan(10_000);
  });

  it('tries again what failed, and not what will never go better', async () => {
    const store = await open(await makePlace());
    const attempts: string[] = [];
    await store.jobs.work(
      'decide',
      async ({ number }, { attempt }) => {
        attempts.push(`${number}/${attempt}`);
        if (number === 1 && attempt === 1) throw new Error('a hiccup');
        if (number === 2) throw new OpsError({ code: 'forbidden', subject: 'x', message: 'never' });
      },
      { concurrency: 2 },
    );
    await store.jobs.enqueue('decide', { repository: REPOSITORY, number: 1 }, { key: '1' });
    await store.jobs.enqueue('decide', { repository: REPOSITORY, number: 2 }, { key: '2' });
    await until('it is tried again', async () => attempts.includes('1/2'));
    expect(attempts.toSorted()).toEqual(['1/1', '1/2', '2/1']);
  });

  it('R2: still has, when it is opened again, what was accepted and what was to be done', async () => {
    const place = await makePlace();
    const first = await open(place);
    await first.deliveries.accept({ id: 'guid-2', event: 'push', payload: '{}', receivedAt: 1 });
    await first.jobs.enqueue('preview', { repository: REPOSITORY, number: 9 }, { key: '9' });
    await first.close();
    const again = await open(place);
    const done: unknown[] = [];
    await again.jobs.work('receive', async (data) => void done.push(data), { concurrency: 1 });
    await again.jobs.work('preview', async (data) => void done.push(data), { concurrency: 1 });
    await until('both are done', async () => done.length === 2);
    expect(done).toEqual(
      expect.arrayContaining([{ delivery: 'guid-2' }, { repository: REPOSITORY, number: 9 }]),
    );
  });

  it('keeps every plan that was shown, in its order, with whole numbers whole', async () => {
    const store = await open(await makePlace());
    const shown = plan([{ ...CHANGE, after: BIG }]);
    const target = { status: 'planned' as const, target: 'production/shop', plan: shown };
    const preview = { ...target, yours: shown.changes, drifted: [], adopted: [] };
    const record = { ...PULL, environment: 'production', head: COMMIT, base: COMMIT, madeAt: 5 };
    await store.previews.save({ ...record, fingerprint: 'f', targets: [preview] });
    await store.previews.save({ ...record, targets: [], madeAt: 6 });
    const found = await store.previews.ofPull(PULL);
    expect(found).toEqual([
      { ...record, fingerprint: 'f', targets: [preview] },
      { ...record, targets: [], madeAt: 6 },
    ]);
    expect(await store.previews.ofPull({ ...PULL, pull: 4 })).toEqual([]);
  });

  it('counts the same approval of the same plan once', async () => {
    const store = await open(await makePlace());
    const approval = { ...PULL, environment: 'production', fingerprint: 'f', user: 'bob', at: 5 };
    await store.approvals.save(approval);
    await store.approvals.save({ ...approval, at: 6 });
    await store.approvals.save({ ...approval, user: 'carol', at: 7 });
    const found = await store.approvals.ofPull(PULL);
    expect(found.map(({ user }) => user)).toEqual(['bob', 'carol']);
  });

  it('has one sync of a target, commit and pull request that is not over, and knows what was synced last', async () => {
    const { syncs } = await open(await makePlace());
    const wanted = { ...TARGET, pull: 3, environment: 'production', commit: COMMIT, approvers: ['bob'] };
    const fresh = { ...wanted, approved: plan([]), createdAt: 5, state: 'queued' as const };
    const sync = await syncs.create(fresh);
    expect(await syncs.create(fresh)).toEqual(sync);
    expect(await syncs.unfinished()).toEqual([sync]);
    const failed = await syncs.update(sync.id, { state: 'failed', report: 'refused', deployment: 8 }, 6);
    expect(failed).toEqual({ ...sync, state: 'failed', report: 'refused', deployment: 8, updatedAt: 6 });
    expect(await syncs.lastSynced(42, 'production/shop')).toBeUndefined();

    const again = await syncs.create(fresh);
    expect(again.id).not.toBe(sync.id);
    const synced = await syncs.update(again.id, { state: 'synced' }, 7);
    expect(await syncs.create(fresh)).toEqual(synced);
    expect(await syncs.read(again.id)).toEqual(synced);
    expect((await syncs.ofPull(PULL)).map(({ id }) => id)).toEqual([sync.id, again.id]);
    expect(await syncs.lastSynced(42, 'production/shop')).toEqual(synced);
    expect(await syncs.allSynced()).toEqual([synced]);
    await syncs.forget(42, 'production/shop');
    expect(await syncs.allSynced()).toEqual([]);
    expect(await syncs.unfinished()).toEqual([]);
  });

  it('knows one drift of each target', async () => {
    const { drifts } = await open(await makePlace());
    const record = { ...TARGET, commit: COMMIT, since: 5 };
    await drifts.save({ ...record, problem: 'unreachable' });
    await drifts.save({ ...record, plan: plan([]), pull: 4 });
    expect(await drifts.find(42, 'production/shop')).toEqual({ ...record, plan: plan([]), pull: 4 });
    expect(await drifts.all()).toHaveLength(1);
    await drifts.remove(42, 'production/shop');
    expect(await drifts.find(42, 'production/shop')).toBeUndefined();
  });

  it('answers whether it is there', async () => {
    const store = await open(await makePlace());
    await expect(store.ping()).resolves.toBeUndefined();
  });
});

const CHANGE = {
  id: { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'web' },
  action: 'create' as const,
  fields: [],
  marks: [],
};

describe('a store that cannot be opened', () => {
  it('is refused while another process has its folder', async () => {
    const folder = folderWith({});
    cpSync(inject('emptyDatabase'), join(folder, 'database'), { recursive: true });
    await open({ folder });
    await expect(open({ folder })).rejects.toThrow(/data folder .* process \d+/);
  });

  it('names DATABASE_URL, and never the password in it', async () => {
    const databaseUrl = 'postgres://plumbline:a-password-of-mine@127.0.0.1:1/plumbline';
    const error: unknown = await open({ folder: folderWith({}), databaseUrl }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OpsError);
    expect((error as OpsError).message).toMatch(
      /^DATABASE_URL: the PostgreSQL server cannot be used \(ECONNREFUSED\)/,
    );
    expect((error as OpsError).message).not.toContain('a-password-of-mine');
  });
});
