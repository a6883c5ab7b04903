import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { FieldChange } from '../../src/core/change/change.ts';
import { OpsError } from '../../src/core/errors.ts';
import { Mask, maskedText } from '../../src/core/json/marker.ts';
import type { PullRef, RepositoryRef } from '../../src/core/refs.ts';
import type { SyncState } from '../../src/core/sync/state.ts';
import { createLog } from '../../src/log.ts';
import type { NewSync } from '../../src/ports/records/sync-records.ts';
import { openServer } from '../../src/store/database.ts';
import { forgottenSyncs } from '../../src/store/migrations/0002-forgotten-syncs.ts';
import { syncEnds } from '../../src/store/migrations/0007-sync-ends.ts';
import { type Store, type StoreOptions, openStore } from '../../src/store/open.ts';
import { type Records, memoryRecords } from '../fakes/memory-records.ts';
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

async function open(
  place: Place,
  observe: StoreOptions['observe'] = () => undefined,
  tell: StoreOptions['tell'] = () => undefined,
): Promise<Store> {
  const store = await openStore({ ...place, log: createLog('silent'), observe, tell });
  let open = true;
  const close = async () => {
    if (open) await store.close();
    open = false;
  };
  onTestFinished(close);
  return { ...store, close };
}

/** Another process that opens it, and begins a job that it does not end. Resolves when it has said that word. */
async function openElsewhere(place: Place, word: 'opened' | 'begun'): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('../support/store-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => kill(child));
  for await (const [line] of on(createInterface(child.stdout), 'line', { close: ['close'] }))
    if (line === word) return child;
  throw new Error(`the other process ended before it said "${word}"`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** What somebody else does to a server's database. */
async function administer({ databaseUrl }: Place, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const REPOSITORY: RepositoryRef = { installation: 7, id: 42, name: 'acme/shop' };
const TARGET = { repository: REPOSITORY, target: 'production/shop' };
const PULL = { repository: 42, pull: 3 };
const REF: PullRef = { repository: REPOSITORY, number: PULL.pull };
const ELSEWHERE: PullRef = { ...REF, repository: { ...REPOSITORY, id: 43 } };
const COMMIT = 'c'.repeat(40);
const AFTER = { value: 9007199254740993n, password: new Mask('0123456789ab') };
const CHANGE = {
  subject: { kind: 'ConfigMap', scope: 'shop', name: 'web' },
  action: 'create' as const,
  after: AFTER,
  fields: [],
  marks: [],
};
const PLAN = plan([CHANGE]);
const PLANNED = {
  status: 'planned' as const,
  target: 'production/shop',
  plan: PLAN,
  yours: PLAN.changes,
  drifted: [],
  adopted: [],
};
const WANTED = { ...TARGET, environment: 'production', commit: COMMIT, approvers: ['bob'], createdAt: 5 };

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

  it('lets a key that waits hold up no other one', async () => {
    const store = await open(await makePlace());
    const began: string[] = [];
    const end = Promise.withResolvers<void>();
    await store.jobs.work(
      'detect-drift',
      async ({ target }) => {
        began.push(target);
        if (target === 'slow') await end.promise;
      },
      { concurrency: 2 },
    );
    const enqueue = (target: string) =>
      store.jobs.enqueue('detect-drift', { ...TARGET, target }, { key: target });
    await enqueue('slow');
    await until('it runs', async () => began.length === 1);
    await enqueue('slow');
    await enqueue('other');
    await until('the other one runs', async () => began.includes('other'));
    expect(began).toEqual(['slow', 'other']);
    end.resolve();
    await until('what waited runs', async () => began.length === 3);
  });

  it('works through what waits without a pause', async () => {
    const store = await open(await makePlace());
    const began = Date.now();
    let done = 0;
    for (let sync = 0; sync < 20; sync += 1) await store.jobs.enqueue('sync', { sync }, { key: `${sync}` });
    await store.jobs.work('sync', async () => void (done += 1), { concurrency: 1 });
    await until('all are done', async () => done === 20);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('keeps what is wished for later, by the last wish about the time', async () => {
    const store = await open(await makePlace());
    const began = Date.now();
    const ran: Record<string, number> = {};
    await store.jobs.work('detect-drift', async ({ target }) => void (ran[target] = Date.now() - began), {
      concurrency: 1,
    });
    const wish = (target: string, after: number) =>
      store.jobs.enqueue('detect-drift', { ...TARGET, target }, { key: target, after });
    await wish('sooner', 60_000);
    await wish('sooner', 500);
    await wish('later', 500);
    await wish('later', 3000);
    await until('both ran', async () => Object.keys(ran).length === 2);
    expect(ran['sooner']).toBeGreaterThanOrEqual(500);
    expect(ran['sooner']).toBeLessThan(10_000);
    expect(ran['later']).toBeGreaterThanOrEqual(3000);
  });

  it('tries again what failed, and not what will never go better', async () => {
    const outcomes: string[] = [];
    const store = await open(await makePlace(), (_queue, outcome) => void outcomes.push(outcome));
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
    await until('it is done', async () => outcomes.includes('done'));
    expect(attempts.toSorted()).toEqual(['1/1', '1/2', '2/1']);
    expect(outcomes.toSorted()).toEqual(['dead', 'done', 'retried']);
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

  it('answers whether it is there', async () => {
    const store = await open(await makePlace());
    await expect(store.ping()).resolves.toBeUndefined();
  });
});

/** Where records may be kept; the fake is held to what the databases do. */
const RECORDS: Readonly<Record<string, (tell?: StoreOptions['tell']) => Promise<Records>>> = {
  'the embedded database': async (tell) => open(await PLACES['the embedded database'](), undefined, tell),
  PostgreSQL: async (tell) => {
    const store = await open(await PLACES.PostgreSQL(), undefined, tell);
    // All connections are made: what follows comes at the same moment.
    await Promise.all([store.ping(), store.ping(), store.ping()]);
    return store;
  },
  memory: async (tell) => memoryRecords(tell),
};

describe.each(Object.entries(RECORDS))('the records in %s', (_name, start) => {
  it('keeps every plan that was shown, in its order, with whole numbers whole', async () => {
    const store = await start();
    const target = { status: 'planned' as const, target: 'production/shop', plan: PLAN };
    const preview = { ...target, yours: PLAN.changes, drifted: [], adopted: [] };
    const record = { ...PULL, environment: 'production', head: COMMIT, base: COMMIT, madeAt: 5 };
    await store.previews.save({ ...record, fingerprint: 'f', targets: [preview] });
    await store.previews.save({ ...record, targets: [], madeAt: 6 });
    const found = await store.previews.ofPull(REF);
    const [first, second] = found.map(({ id }) => id);
    expect(found).toStrictEqual([
      { ...record, id: first, fingerprint: 'f', targets: [preview] },
      { ...record, id: second, targets: [], madeAt: 6 },
    ]);
    expect(await store.previews.ofPull({ ...REF, number: 4 })).toEqual([]);
    expect([await store.previews.touched(REF), await store.previews.touched(ELSEWHERE)]).toEqual([
      true,
      false,
    ]);
    expect((await store.previews.ofHeads(PULL.repository, [COMMIT])).map(({ id }) => id)).toEqual([
      first,
      second,
    ]);
    expect(await store.previews.ofHeads(PULL.repository, [])).toEqual([]);
    const at = (head: string, touches: string) => store.previews.touched(REF, { head, target: touches });
    expect([
      await at(COMMIT, 'production/shop'),
      await at(COMMIT, 'production/bank'),
      await at('d'.repeat(40), 'production/shop'),
    ]).toEqual([true, false, false]);
    await store.previews.save({ ...record, pull: 5, targets: [] });
    expect(await store.previews.touched({ ...REF, number: 5 })).toBe(false);
  });

  it('keeps exactly what was on show: what is yours, had drifted and is adopted, and why a target failed', async () => {
    const { previews } = await start();
    const field = (key: string): FieldChange => ({ path: [{ key }], before: 1, after: 2 });
    const update = {
      ...CHANGE,
      subject: { ...CHANGE.subject, name: 'db' },
      action: 'update' as const,
      before: { a: 1, b: 1, secret: new Mask('0123456789ab') },
      after: { a: 2, b: 9223372036854775807n, secret: maskedText(['a ', new Mask('0123456789ab')]) },
      fields: [field('a'), { ...field('b'), after: 9223372036854775807n }],
      marks: [{ level: 'warning' as const, text: 'a restart' }],
    };
    const [a, b] = update.fields;
    const gone = { ...CHANGE, subject: { ...CHANGE.subject, name: 'gone' }, action: 'delete' as const };
    const full = {
      status: 'planned' as const,
      target: 'production/shop',
      plan: { ...plan([CHANGE, update]), source: 'one', after: ['production/bank'] },
      yours: [{ ...update, fields: [b as FieldChange] }],
      drifted: [CHANGE, { ...update, fields: [a as FieldChange], marks: [] }],
      adopted: [gone],
    };
    const failed = {
      status: 'failed' as const,
      target: 'production/bank',
      code: 'forbidden' as const,
      message: 'No',
    };
    const other = { ...full, plan: { ...full.plan, source: 'two' }, undeployed: true as const };
    const record = { ...PULL, environment: 'production', head: COMMIT, base: COMMIT, madeAt: 5 };
    for (const targets of [[failed, full], [other], [full, { ...full, target: 'production/desk' }]])
      await previews.save({ ...record, targets });
    expect((await previews.ofPull(REF)).map(({ targets }) => targets)).toStrictEqual([
      [failed, full],
      [other],
      [full, { ...full, target: 'production/desk' }],
    ]);
  });

  it('U10: keeps since when a plan was sent and on show, the first time of each', async () => {
    const store = await start();
    const record = { ...PULL, environment: 'production', head: COMMIT, base: COMMIT, targets: [], madeAt: 5 };
    await store.previews.save({ ...record, held: true });
    const [id = 0] = (await store.previews.ofPull(REF)).map((each) => each.id);
    await store.previews.sent([id], 1000);
    await store.previews.sent([id], 2000);
    await store.previews.shown([id], 3000);
    await store.previews.shown([id], 4000);
    await store.previews.shown([], 5000);
    const kept = { ...record, id, held: true, sentAt: 1000, shownAt: 3000 };
    expect(await store.previews.ofPull(REF)).toStrictEqual([kept]);
  });

  it('U52: keeps the heads of which something may have to be taken back', async () => {
    const { previews } = await start();
    const record = { ...PULL, environment: 'production', base: COMMIT, targets: [], madeAt: 5 };
    const [one, two] = ['a', 'b'].map((digit) => digit.repeat(40)) as [string, string];
    for (const head of [one, one, two]) await previews.save({ ...record, head });
    await previews.save({ ...record, repository: 43, head: 'c'.repeat(40) });
    expect((await previews.standing(42)).toSorted()).toEqual([one, two]);
    await previews.left(42, []);
    await previews.left(43, [two]);
    await previews.left(42, [one]);
    expect(await previews.standing(42)).toEqual([two]);
    await previews.save({ ...record, head: one });
    expect((await previews.standing(42)).toSorted()).toEqual([one, two]);
    await previews.left(42, [two]);
    const all = await previews.ofPull(REF);
    await previews.rebased(all.find(({ head }) => head === two)?.id ?? 0, one);
    expect(await previews.ofPull(REF)).toEqual(
      all.map((each) => (each.head === two ? { ...each, base: one } : each)),
    );
    expect((await previews.standing(42)).toSorted()).toEqual([one, two]);
  });

  it('U52: keeps of which syncs it is still to be said how they ended', async () => {
    const { syncs } = await start();
    await syncs.create({ ...WANTED, target: 'production/bank', state: 'synced' });
    const { id } = await syncs.create({ ...WANTED, state: 'queued' });
    expect(await syncs.untold()).toEqual([]);
    const ended = await syncs.update(id, { state: 'failed' }, 6);
    expect(await syncs.untold()).toStrictEqual([ended]);
    await syncs.told(id);
    expect(await syncs.untold()).toEqual([]);
  });

  it('U2: puts one configuration in force after another, and never two after the same', async () => {
    const { configurations, previews } = await start();
    const { repository } = PULL;
    expect(await configurations.inForce(repository)).toBeUndefined();
    const preview = {
      ...PULL,
      environment: 'production',
      head: COMMIT,
      base: COMMIT,
      targets: [],
      madeAt: 5,
    };
    await previews.save(preview);
    expect(await configurations.judgedBefore(repository)).toBe(COMMIT);
    const next = { repository, commit: COMMIT, approvers: [], since: 1000, at: 5 };
    const first = await configurations.advance({ ...next, because: 'first-seen' }, undefined);
    const file = { path: '.github/plumbline.yml', text: 'version: 1' };
    const others = ['a', 'b'].map((digit) => ({
      ...next,
      commit: digit.repeat(40),
      because: 'server' as const,
      file,
    }));
    const won = await Promise.all(others.map((other) => configurations.advance(other, first.id)));
    expect(new Set(won.map(({ commit }) => commit)).size).toBe(1);
    const [winner] = won;
    expect(await configurations.inForce(repository)).toStrictEqual(winner);
    expect(winner).toMatchObject({ file, because: 'server', since: 1000 });
    expect(await configurations.all(repository)).toStrictEqual([first, winner]);
    expect(await configurations.setByServer(repository, winner?.commit ?? '')).toBe(true);
    expect(await configurations.setByServer(repository, COMMIT)).toBe(false);
  });

  it('counts the same approval of the same plan once', async () => {
    const store = await start();
    const approval = { ...PULL, environment: 'production', fingerprint: 'f', user: 'bob', at: 5 };
    await store.approvals.save(approval);
    await store.approvals.save({ ...approval, at: 6 });
    await store.approvals.save({ ...approval, user: 'carol', at: 7 });
    const found = await store.approvals.ofPull(REF);
    expect(found).toStrictEqual([approval, { ...approval, user: 'carol', at: 7 }]);
    expect(await store.approvals.ofPull(ELSEWHERE)).toEqual([]);
  });

  it('U57: keeps of each comment the last answer, and gives the latest ones of a pull request', async () => {
    const { answers } = await start();
    const said = (comment: number, answer = 'Nothing was begun.') => ({
      ...PULL,
      comment,
      author: 'bob',
      said: '/plumb sync',
      answer,
      at: comment,
    });
    for (const comment of [11, 13, 12]) await answers.save(said(comment));
    await answers.save({ ...said(13, 'The comment was edited.'), said: '/plumb', at: 99 });
    await answers.save({ ...said(14), pull: PULL.pull + 1 });
    const [last] = await answers.latest(REF, 2);
    expect(last).toStrictEqual(said(13, 'The comment was edited.'));
    expect((await answers.latest(REF, 2)).map(({ comment }) => comment)).toEqual([13, 12]);
    expect(await answers.latest(ELSEWHERE, 10)).toEqual([]);
  });

  it('has one sync of a target, commit and pull request that is not over, and knows what was synced last', async () => {
    const store = await start();
    const { syncs } = store;
    const fresh = { ...WANTED, pull: 3, approved: PLAN, state: 'queued' as const };
    const [sync, ...same] = await Promise.all([
      syncs.create(fresh),
      syncs.create(fresh),
      syncs.create(fresh),
    ]);
    expect(sync).toStrictEqual({ ...fresh, id: sync.id, updatedAt: 5 });
    expect(same).toEqual([sync, sync]);
    expect(await syncs.unfinished()).toEqual([sync]);
    expect(await syncs.unfinished(TARGET)).toEqual([sync]);
    expect(await syncs.unfinished({ ...TARGET, target: 'production/bank' })).toEqual([]);
    const failed = await syncs.update(
      sync.id,
      { state: 'failed', end: { kind: 'refused', reason: 'No' }, deployment: 8 },
      6,
    );
    expect(failed).toStrictEqual({
      ...sync,
      state: 'failed',
      end: { kind: 'refused', reason: 'No' },
      deployment: 8,
      updatedAt: 6,
    });
    expect(await syncs.lastSynced(42, 'production/shop')).toBeUndefined();

    const again = await syncs.create(fresh);
    expect(again.id).not.toBe(sync.id);
    const synced = await syncs.update(again.id, { state: 'synced' }, 7);
    expect(await syncs.create(fresh)).toEqual(synced);
    expect(await syncs.read(again.id)).toEqual(synced);
    expect((await syncs.ofPull(REF)).map(({ id }) => id)).toEqual([sync.id, again.id]);
    expect(await syncs.lastSynced(42, 'production/shop')).toEqual(synced);
    expect(await syncs.allSynced()).toEqual([synced]);
    await syncs.forget(42, 'production/shop');
    expect(await syncs.allSynced()).toEqual([]);
    expect(await syncs.lastSynced(42, 'production/shop')).toBeUndefined();
    expect(await syncs.unfinished()).toEqual([]);
    // How they ended stays true.
    expect((await syncs.ofPull(REF)).map(({ state }) => state)).toEqual(['failed', 'synced']);
    const anew = await syncs.create(fresh);
    expect(anew).toMatchObject({ state: 'queued' });
    expect(anew.id).not.toBe(again.id);
  });

  it('knows of each target what was applied last', async () => {
    const { syncs } = await start();
    const make = async (state: SyncState, over: Partial<NewSync> = {}) => {
      const { id } = await syncs.create({ ...WANTED, state: 'queued', ...over });
      return syncs.update(id, { state }, 6);
    };
    await make('synced');
    const degraded = await make('degraded', { commit: 'd'.repeat(40) });
    await make('failed', { commit: 'e'.repeat(40) });
    const other = await make('synced', { target: 'production/bank' });
    const elsewhere = await make('synced', { repository: { ...REPOSITORY, id: 43 } });
    expect(degraded).not.toHaveProperty('pull');
    expect(await syncs.lastSynced(42, 'production/shop')).toStrictEqual(degraded);
    const all = await syncs.allSynced();
    expect(all.toSorted((a, b) => a.id - b.id)).toStrictEqual([degraded, other, elsewhere]);
    expect(await syncs.read(1_000_000)).toBeUndefined();
  });

  it('knows one drift of each target', async () => {
    const { drifts } = await start();
    const record = { ...TARGET, commit: COMMIT, since: 5 };
    await drifts.save({ ...record, problem: 'unreachable' });
    expect(await drifts.find(42, 'production/shop')).toStrictEqual({ ...record, problem: 'unreachable' });
    const proposed = { branch: 'b', number: 2, heads: ['a'.repeat(40)], plan: 'f', pull: 4 };
    const full = { ...record, plan: PLAN, proposed, refused: { said: 'No', told: 'c' } };
    await drifts.save(full);
    expect(await drifts.find(42, 'production/shop')).toStrictEqual(full);
    expect(await drifts.all()).toHaveLength(1);
    await drifts.remove(42, 'production/shop');
    expect(await drifts.find(42, 'production/shop')).toBeUndefined();
  });
});

describe.each(Object.entries(RECORDS))('what has happened, in %s', (_name, start) => {
  it('is recorded with what it tells, once, and told in this process after that', async () => {
    const heard: string[] = [];
    const { previews, syncs, drifts, events } = await start(({ type }) => void heard.push(type));
    const about = { environment: 'production', head: COMMIT };
    const record = { ...PULL, ...about, base: COMMIT, targets: [PLANNED], madeAt: 5 };
    await previews.save({ ...record, fingerprint: 'f' });
    const { id } = await syncs.create({ ...WANTED, pull: 3, approved: PLAN, state: 'queued' });
    for (const state of ['queued', 'planning', 'applying', 'failed', 'failed'] as const)
      await syncs.update(id, { state }, 6);
    const drift = { ...TARGET, commit: COMMIT, since: 5, plan: PLAN };
    for (const more of [{}, {}, { problem: 'unreachable' }, { problem: 'unreachable' }, {}])
      await drifts.save({ ...drift, ...more });
    await drifts.remove(42, TARGET.target);
    await drifts.remove(42, TARGET.target);
    const target = { repository: 42, target: TARGET };
    const seen = { type: 'drift-seen', ...target, fingerprint: PLAN.fingerprint, objects: 1 };
    const wanted = [
      { type: 'plan-made', ...PULL, ...about, targets: ['production/shop'], fingerprint: 'f' },
      { type: 'sync-began', ...target, sync: id },
      { type: 'sync-ended', ...target, sync: id, outcome: 'failed' },
      seen,
      { type: 'cannot-tell', ...target },
      seen,
      { type: 'drift-gone', ...target },
    ];
    expect((await events.unread('page', 42, 100)).map(({ event }) => event)).toStrictEqual(wanted);
    expect(heard).toEqual(wanted.map(({ type }) => type));
  });

  it('is heard of each repository in its order, by each subscriber for itself', async () => {
    const { drifts, events } = await start();
    const other = { ...REPOSITORY, id: 43 };
    for (const repository of [REPOSITORY, other, REPOSITORY])
      await drifts.save({ ...TARGET, repository, commit: COMMIT, since: 1, problem: `${Math.random()}` });
    const ids = async (name: string, id: number) =>
      (await events.unread(name, id, 100)).map((each) => each.id);
    const [first = 0, last = 0] = await ids('page', 42);
    expect(last).toBeGreaterThan(first);
    expect(await events.unread('page', 42, 1)).toHaveLength(1);
    await events.read('page', 42, first);
    expect([await ids('page', 42), await ids('page', 43), await ids('pager', 42)]).toEqual([
      [last],
      [first + 1],
      [first, last],
    ]);
    expect(new Set(await events.waiting('page'))).toEqual(new Set([42, 43]));
    for (const id of [last, first]) await events.read('page', 42, id);
    expect([await ids('page', 42), await events.waiting('page')]).toEqual([[], [43]]);
  });
});

describe.each(Object.entries(PLACES))('events in %s', (_name, makePlace) => {
  it('are heard by a subscriber that was down, from where it ended', async () => {
    const place = await makePlace();
    const first = await open(place);
    for (const since of [1, 2, 3])
      await first.drifts.save({ ...TARGET, commit: COMMIT, since, problem: `${since}` });
    const [one] = await first.events.unread('page', 42, 1);
    await first.events.read('page', 42, one?.id ?? 0);
    await first.close();
    const again = await open(place);
    expect(await again.events.waiting('page')).toEqual([42]);
    const unread = await again.events.unread('page', 42, 100);
    expect(unread.map(({ id }) => id - (one?.id ?? 0))).toEqual([1, 2]);
  });
});

describe('events of several processes, in PostgreSQL', () => {
  /** Keeps every transaction that cannot tell from its commit. @returns a function that lets it commit */
  async function hold(place: Place): Promise<() => Promise<void>> {
    await administer(
      place,
      `create function hold() returns trigger language plpgsql as
         'begin perform pg_advisory_xact_lock(7); return null; end';
       create constraint trigger hold after insert on events deferrable initially deferred for each row
         when (new.content like '%cannot-tell%') execute function hold()`,
    );
    const client = new pg.Client({ connectionString: place.databaseUrl });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('select pg_advisory_lock(7)');
    return async () => void (await client.query('select pg_advisory_unlock(7)'));
  }

  it('come to be seen in the order of their ids, whichever transaction ends first', async () => {
    const place = await PLACES.PostgreSQL();
    const { drifts, events } = await open(place);
    const letGo = await hold(place);
    const waiting = (count: number) =>
      until(`${count} transactions wait`, async () => {
        const locks = `select from pg_locks where not granted and locktype = 'advisory'
          and database = (select oid from pg_database where datname = current_database())`;
        return (await administer(place, locks)).length === count;
      });
    // The lower id is taken first, and committed last.
    const lower = drifts.save({ ...TARGET, commit: COMMIT, since: 1, problem: 'x' });
    await waiting(1);
    const higher = drifts.save({
      ...TARGET,
      target: 'production/bank',
      commit: COMMIT,
      since: 1,
      plan: PLAN,
    });
    await waiting(2);
    expect(await events.unread('page', 42, 100)).toEqual([]);
    await letGo();
    await Promise.all([lower, higher]);
    const seen = await events.unread('page', 42, 100);
    expect(seen.map(({ event }) => event.type)).toEqual(['cannot-tell', 'drift-seen']);
  });

  it('are recorded with what they tell, or not at all', async () => {
    const place = await PLACES.PostgreSQL();
    const heard: string[] = [];
    const store = await open(place, undefined, ({ type }) => void heard.push(type));
    await administer(place, 'alter table events rename to elsewhere');
    const save = () => store.drifts.save({ ...TARGET, commit: COMMIT, since: 1, problem: 'x' });
    await expect(save()).rejects.toThrow('events');
    expect([await store.drifts.all(), heard]).toEqual([[], []]);
    await administer(place, 'alter table elsewhere rename to events');
    await save();
    expect([await store.drifts.all(), heard]).toMatchObject([[{ problem: 'x' }], ['cannot-tell']]);
  });

  it('of a month ago are deleted', async () => {
    const place = await PLACES.PostgreSQL();
    const { drifts, events, upkeep } = await open(place);
    for (const problem of ['a', 'b']) await drifts.save({ ...TARGET, commit: COMMIT, since: 1, problem });
    const oldest = 'select min(id) from events';
    await administer(place, `update events set at = at - 31 * 86400000::bigint where id = (${oldest})`);
    await upkeep.sweep();
    expect(await events.unread('page', 42, 100)).toHaveLength(1);
  });
});

describe('a plan in PostgreSQL', () => {
  const TARGETS = [
    { ...PLANNED, plan: { ...PLAN, source: 'one' } },
    { ...PLANNED, target: 'production/bank' },
  ];
  const RECORD = {
    ...PULL,
    environment: 'production',
    head: COMMIT,
    base: COMMIT,
    madeAt: 5,
    targets: TARGETS,
  };

  it('is kept once, whoever refers to it, and for as long as somebody does', async () => {
    const place = await PLACES.PostgreSQL();
    const { previews, syncs, drifts, upkeep } = await open(place);
    const count = async () => Number((await administer(place, 'select count(*) from plans'))[0]?.['count']);
    await previews.save(RECORD);
    await previews.save({ ...RECORD, head: 'd'.repeat(40) });
    await syncs.create({ ...WANTED, pull: 3, approved: { ...PLAN, source: 'three' }, state: 'queued' });
    await drifts.save({ ...TARGET, commit: COMMIT, since: 5, plan: PLAN });
    expect(await count()).toBe(1);
    const read = await drifts.find(42, TARGET.target);
    await syncs.create({ ...WANTED, pull: 4, approved: read?.plan ?? plan([]), state: 'queued' });
    expect(await count()).toBe(1);
    const other = plan([]);
    await drifts.save({ ...TARGET, commit: COMMIT, since: 5, plan: other });
    await upkeep.sweep();
    expect(await count()).toBe(2);
    await drifts.remove(42, TARGET.target);
    await upkeep.sweep();
    expect(await count()).toBe(1);
    expect((await previews.ofPull(REF)).map(({ targets }) => targets)).toStrictEqual([TARGETS, TARGETS]);
  });

  it('is kept while what refers to it is being stored', async () => {
    const place = await PLACES.PostgreSQL();
    const { drifts, upkeep } = await open(place);
    const saved = Array.from({ length: 20 }, (_, n) =>
      drifts.save({
        ...TARGET,
        target: `production/${n}`,
        commit: COMMIT,
        since: n,
        plan: plan([], { unchanged: n % 3 }),
      }),
    );
    const swept = Array.from({ length: 5 }, () => upkeep.sweep());
    await Promise.all([...saved, ...swept]);
    const all = await drifts.all();
    expect(all.map(({ since, plan: own }) => own?.unchanged === since % 3)).toEqual(Array(20).fill(true));
  });

  it('that cannot be told any more is asked for again, and approved no more', async () => {
    const place = await PLACES.PostgreSQL();
    const { previews, syncs, drifts } = await open(place);
    await previews.save({ ...RECORD, fingerprint: 'f' });
    await syncs.create({ ...WANTED, pull: 3, approved: PLAN, state: 'queued' });
    await drifts.save({ ...TARGET, commit: COMMIT, since: 5, plan: PLAN });
    await administer(place, `update plans set content = '{"version":1}'`);
    const [preview] = await previews.ofPull(REF);
    expect(preview).not.toHaveProperty('fingerprint');
    expect(preview?.targets).toMatchObject([
      {
        status: 'failed',
        target: 'production/shop',
        code: 'stale',
        message: expect.stringContaining('/plumb retry'),
      },
      { status: 'failed', target: 'production/bank' },
    ]);
    expect((await syncs.ofPull(REF))[0]).not.toHaveProperty('approved');
    expect(await drifts.find(42, TARGET.target)).not.toHaveProperty('plan');
  });
});

describe('the embedded database', () => {
  // A server misses a killed process by its heartbeat, after half a minute: test/integration/loop/killed.test.ts.
  it('R2: does again, once, what a process had begun that was killed', async () => {
    const place = await PLACES['the embedded database']();
    const first = await open(place);
    await first.jobs.enqueue('decide', { repository: REPOSITORY, number: 9 }, { key: '9' });
    await first.close();
    await kill(await openElsewhere(place, 'begun'));
    const again = await open(place);
    const done: unknown[] = [];
    await again.jobs.work('decide', async ({ number }, { attempt }) => void done.push([number, attempt]), {
      concurrency: 2,
    });
    await until('it is done', async () => done.length > 0, 60);
    await sleep(2500);
    expect(done).toEqual([[9, 2]]);
  });
});

describe('a PostgreSQL server that several processes use', () => {
  it('gets its tables once, though they start together', async () => {
    const place = await PLACES.PostgreSQL();
    const [one, two] = await Promise.all([open(place), open(place)]);
    await one.deliveries.claim('comment/1');
    expect(await two.deliveries.claim('comment/1')).toBe(false);
    const three = await open(place);
    expect(await three.deliveries.claim('comment/1')).toBe(false);
  });

  it('has each job done by one of them', async () => {
    const place = await PLACES.PostgreSQL();
    const stores = await Promise.all([open(place), open(place)]);
    const done: number[] = [];
    for (const { jobs } of stores)
      await jobs.work('sync', async ({ sync }) => void done.push(sync), { concurrency: 2 });
    const wanted = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(wanted.map((sync) => stores[0].jobs.enqueue('sync', { sync }, { key: `${sync}` })));
    await until('all are done', async () => done.length >= wanted.length);
    await sleep(1000);
    expect(done.toSorted((a, b) => a - b)).toEqual(wanted);
  });

  it('may cut all connections: the work goes on', async () => {
    const place = await PLACES.PostgreSQL();
    const store = await open(place);
    const done: number[] = [];
    await store.jobs.work('sync', async ({ sync }) => void done.push(sync), { concurrency: 1 });
    await administer(
      place,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await until('it answers', () =>
      store.ping().then(
        () => true,
        () => false,
      ),
    );
    await until('work is taken', () =>
      store.jobs.enqueue('sync', { sync: 1 }, { key: '1' }).then(
        () => true,
        () => false,
      ),
    );
    await until('it is done', async () => done.length > 0);
  });

  it('R2: keeps no delivery whose job it could not keep', async () => {
    const place = await PLACES.PostgreSQL();
    const store = await open(place);
    await administer(place, 'drop schema pgboss cascade');
    const delivery = { id: 'guid-3', event: 'push', payload: '{}', receivedAt: 1 };
    await expect(store.deliveries.accept(delivery)).rejects.toThrow('pgboss');
    expect(await store.deliveries.read('guid-3')).toBeUndefined();
  });
});

it('a sync whose end was written over before, when its target was forgotten, gets its end back', async () => {
  const place = await PLACES.PostgreSQL();
  const before = await open(place);
  const words = [
    '<details><summary>production/shop</summary>',
    '<details open><summary>production/shop</summary>',
    '<details open>\nA later commit was synced before its turn came, so nothing was applied.',
    undefined,
  ];
  for (const [index] of words.entries()) {
    const commit = String(index).repeat(40);
    const { id } = await before.syncs.create({ ...WANTED, commit, pull: 3, state: 'queued' });
    await before.syncs.update(id, { state: 'superseded' }, 6);
  }
  await before.close();
  await administer(
    place,
    'alter table syncs drop column forgotten; alter table syncs rename column ended to report',
  );
  for (const [index, text] of words.entries())
    if (text !== undefined)
      await administer(
        place,
        `update syncs set report = $$${text}$$ where commit = '${String(index).repeat(40)}'`,
      );
  const database = await openServer(place.databaseUrl ?? '');
  for (const migration of [forgottenSyncs, syncEnds])
    await migration.up(database.db as unknown as Kysely<unknown>);
  await database.close();
  const { syncs } = await open(place);
  const found = await syncs.ofPull(REF);
  expect(found.map(({ state }) => state)).toEqual(['synced', 'degraded', 'superseded', 'synced']);
  expect(found.map(({ end }) => end)).toEqual(words.map((text) => text && { kind: 'words', text }));
  expect(await syncs.allSynced()).toEqual([]);
});

describe('a store that cannot be opened', () => {
  it('is refused while another process has its folder, and that one is named', async () => {
    const place = await PLACES['the embedded database']();
    const child = await openElsewhere(place, 'opened');
    const refused = {
      code: 'conflict',
      message: expect.stringContaining(`process ${child.pid} has it open`),
    };
    await expect(open(place)).rejects.toMatchObject(refused);
  });

  it('is refused when its folder holds no database that can be read', async () => {
    const folder = folderWith({ 'database/PG_VERSION': 'x' });
    await expect(open({ folder })).rejects.toThrow(`data folder ${folder}: its database cannot be opened`);
  });

  it('is refused when a newer program has used it', async () => {
    const place = await PLACES.PostgreSQL();
    await (await open(place)).close();
    await administer(place, `insert into kysely_migration values ('9999-of-the-future', '2100-01-01')`);
    await expect(open(place)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each([
    ['nobody listens', 'postgres://u:hunter%202@127.0.0.1:1/db', /ECONNREFUSED.*127\.0\.0\.1:1/],
    ['there is no such host', 'postgres://u:hunter%202@nowhere.invalid/db', /nowhere\.invalid/],
    ['the URL is none', 'postgres://u:hunter 2@127.0.0.1:no-port/db', /ERR_INVALID_URL/],
    ['its password is not escaped', 'postgres://u:hunter%2@127.0.0.1:1/db', /ECONNREFUSED/],
  ])('names DATABASE_URL, and never its password, when %s', async (_why, databaseUrl, why) => {
    const error: unknown = await open({ folder: folderWith({}), databaseUrl }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OpsError);
    const { message } = error as OpsError;
    expect(message).toMatch(/^DATABASE_URL: /);
    expect(message).toMatch(why);
    expect(message).not.toContain('hunter');
  });

  it('names a database that the server does not have', async () => {
    const databaseUrl = (await postgres.database()).replace(/\/[^/]*$/, '/not_there');
    const opened = open({ folder: folderWith({}), databaseUrl });
    await expect(opened).rejects.toThrow('database "not_there" does not exist');
  });
});
