import { expect, it } from 'vitest';
import { type PullRef, type TargetRef, refKey } from '../../../../src/core/refs.ts';
import { type SyncState, isEnded } from '../../../../src/core/sync/state.ts';
import { firstOf, giveTurn, turnOf } from '../../../../src/flows/deploy/turn-of.ts';
import type { SyncRecord } from '../../../../src/ports/records/sync-records.ts';
import { plan } from '../../report/samples.ts';

const syncOf = (
  id: number,
  target: string,
  state: SyncState,
  more: Partial<SyncRecord> = {},
): SyncRecord => ({
  id,
  repository: { id: 42, installation: 1, name: 'acme/shop' },
  pull: 1,
  environment: 'p',
  target,
  commit: 'c'.repeat(40),
  approvers: [],
  state,
  createdAt: 1,
  updatedAt: 1,
  ...more,
});

const recordsOf = (all: readonly SyncRecord[]) => ({
  ofPull: async ({ number }: PullRef) => all.filter(({ pull }) => pull === number),
  unfinished: async (of?: TargetRef) => {
    const running = all.filter(({ state }) => !isEnded(state));
    return of === undefined ? running : running.filter((sync) => refKey(targetOf(sync)) === refKey(of));
  },
});

const targetOf = ({ repository, target }: SyncRecord): TargetRef => ({ repository, target });

const behind = (...after: readonly string[]) => ({ approved: plan([], { after }) });
const SHOP = syncOf(10, 'p/shop', 'queued', behind('p/base'));

it.each<[string, SyncRecord, readonly SyncRecord[], unknown]>([
  ['it waits for nobody', syncOf(10, 'p/shop', 'queued'), [syncOf(1, 'p/base', 'applying')], 'now'],
  ['the other one is queued', SHOP, [syncOf(1, 'p/base', 'queued')], 'waits'],
  ['the other one is under way', SHOP, [syncOf(1, 'p/base', 'verifying')], 'waits'],
  ['the other one has synced', SHOP, [syncOf(1, 'p/base', 'synced')], 'now'],
  ['a later commit of the other one was synced', SHOP, [syncOf(1, 'p/base', 'superseded')], 'now'],
  ['the other one is deployed already', SHOP, [], 'now'],
  [
    'the other one failed',
    SHOP,
    [syncOf(1, 'p/base', 'failed')],
    { refused: expect.stringContaining('p/base, which it waits for, failed') },
  ],
  [
    'the other one is stale',
    SHOP,
    [syncOf(1, 'p/base', 'stale')],
    { refused: expect.stringContaining('is stale') },
  ],
  [
    'the other one is unhealthy',
    SHOP,
    [syncOf(1, 'p/base', 'degraded')],
    { refused: expect.stringContaining('unhealthy') },
  ],
  [
    'the other one failed and is tried again',
    SHOP,
    [syncOf(1, 'p/base', 'failed'), syncOf(12, 'p/base', 'queued')],
    'waits',
  ],
  [
    'the other one failed once and then synced',
    SHOP,
    [syncOf(1, 'p/base', 'failed'), syncOf(12, 'p/base', 'synced')],
    'now',
  ],
  [
    'an earlier pull request syncs the other one',
    SHOP,
    [syncOf(1, 'p/base', 'applying', { pull: 2 })],
    'waits',
  ],
  [
    'a later pull request will sync the other one',
    SHOP,
    [syncOf(11, 'p/base', 'queued', { pull: 2 })],
    'now',
  ],
  [
    'the other one of another repository is under way',
    SHOP,
    [
      syncOf(1, 'p/base', 'applying', {
        pull: 2,
        repository: { id: 7, installation: 1, name: 'acme/other' },
      }),
    ],
    'now',
  ],
  [
    'one of two is under way',
    syncOf(10, 'p/shop', 'queued', behind('p/a', 'p/b')),
    [syncOf(1, 'p/a', 'synced'), syncOf(2, 'p/b', 'applying')],
    'waits',
  ],
  ['it has begun', { ...SHOP, state: 'applying' }, [syncOf(1, 'p/base', 'failed')], 'now'],
])('U60: the turn of a sync is told where %s', async (_what, record, others, turn) => {
  expect(await turnOf(recordsOf([...others, record]), record)).toEqual(turn);
});

it('U60: two pull requests that wait for each other are not both kept waiting', async () => {
  const first = syncOf(1, 'p/a', 'queued', behind('p/b'));
  const second = syncOf(2, 'p/b', 'queued', { ...behind('p/a'), pull: 2 });
  const records = recordsOf([first, second]);
  expect([await turnOf(records, first), await turnOf(records, second)]).toEqual(['now', 'waits']);
});

it('U60: at the end of a sync those that waited for its target are taken up, and no other', async () => {
  const jobs: number[] = [];
  const all = [SHOP, syncOf(11, 'p/other', 'queued'), syncOf(12, 'p/done', 'synced', behind('p/base'))];
  const enqueue = async (_queue: string, data: object) => void jobs.push((data as { sync: number }).sync);
  await giveTurn({ syncs: recordsOf(all), jobs: { enqueue } }, syncOf(1, 'p/base', 'failed'));
  expect(jobs).toEqual([10]);
});

it.each<[string, SyncRecord, readonly SyncRecord[], number]>([
  ['nothing else is to be synced', syncOf(10, 'p/shop', 'queued'), [], 10],
  ['one was asked for before', syncOf(10, 'p/shop', 'queued'), [syncOf(9, 'p/shop', 'queued')], 9],
  ['one from before is under way', syncOf(10, 'p/shop', 'queued'), [syncOf(9, 'p/shop', 'verifying')], 9],
  ['one from before has ended', syncOf(10, 'p/shop', 'queued'), [syncOf(9, 'p/shop', 'failed')], 10],
  ['another target is to be synced', syncOf(10, 'p/shop', 'queued'), [syncOf(9, 'p/base', 'queued')], 10],
  [
    'another repository has a target of that name',
    syncOf(10, 'p/shop', 'queued'),
    [syncOf(9, 'p/shop', 'queued', { repository: { id: 7, installation: 1, name: 'acme/other' } })],
    10,
  ],
  ['it has ended itself', syncOf(10, 'p/shop', 'synced'), [syncOf(9, 'p/shop', 'queued')], 10],
])('U44: of a target the first sync is run where %s', async (_what, record, others, first) => {
  expect((await firstOf(recordsOf([...others, record]), record)).id).toBe(first);
});

it('U44: at the end of a sync the next one of its target is taken up', async () => {
  const jobs: number[] = [];
  const all = [syncOf(11, 'p/shop', 'queued', { pull: 2 }), syncOf(12, 'p/other', 'queued')];
  const enqueue = async (_queue: string, data: object) => void jobs.push((data as { sync: number }).sync);
  await giveTurn({ syncs: recordsOf(all), jobs: { enqueue } }, syncOf(10, 'p/shop', 'synced'));
  expect(jobs).toEqual([11]);
});
