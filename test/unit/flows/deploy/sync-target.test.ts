import { describe, expect, it } from 'vitest';
import type { SyncState } from '../../../../src/core/sync/state.ts';
import type { Engine, Session } from '../../../../src/ports/engine.ts';
import {
  type House,
  CONFIG,
  JOB,
  TARGET,
  createHouse,
  deployed,
  merged,
  refusal,
  refuses,
} from '../house.ts';

const AFTERWARDS = [
  'job detect-drift 42/production/house',
  'job refresh 42/production/house',
  'job queue 42',
];
/** @param jobs enqueued beside those of every sync */
const ended = (state: string, about: string, ...jobs: readonly string[]) => [
  `sync-ended ${state}`,
  ...AFTERWARDS,
  ...jobs,
  `deployment is ${state === 'synced' || state === 'superseded' ? 'success' : 'failure'}: ${about}`,
  'comment #1 deployment',
];
/** Tells the deployment's page what it has not heard. @returns what was heard meanwhile */
const tell = (house: House, more: Parameters<House['run']>[2] = {}) =>
  house.run('tell', { subscriber: 'deployments', repository: 42 }, more);
/** Syncs, and tells. */
const synced = async (house: House, more: Parameters<House['run']>[2] = {}) => [
  ...(await house.run('sync', { sync: 1 }, more)),
  ...(await tell(house)),
];
const LIVE = 'Live is as merge says, and healthy';

type Row = readonly [name: string, given: (house: House) => Promise<unknown>, heard: readonly string[]];

const ROWS: readonly Row[] = [
  [
    'applies the approved plan, and tells everybody',
    deployed,
    ['sync-progressed outcome', 'sync-progressed verifying', ...ended('synced', LIVE)],
  ],
  [
    'has nothing to apply where live is so already',
    async (house) => {
      await deployed(house);
      // As when the process ended after the last write.
      house.press('kitchen', 'off');
      await house.records.syncs.update(1, { state: 'applying' }, 1);
    },
    ended('synced', LIVE),
  ],
  [
    'stops as stale where live is not what it was, and has it planned again',
    async (house) => {
      await deployed(house);
      house.press('hall', 'on');
    },
    ended('stale', 'production/house: stale', 'job preview 42#1'),
  ],
  [
    'fails where the target is no longer in the configuration in force',
    async (house) => {
      await deployed(house);
      const inForce = await house.records.configurations.inForce(42);
      const file = { path: '.github/plumbline.yml', text: CONFIG.replace('house:', 'shed:') };
      if (inForce !== undefined) await house.records.configurations.advance({ ...inForce, file }, inForce.id);
    },
    ended('failed', 'production/house: failed'),
  ],
  [
    'fails where its commit is not on the branch any more',
    async (house) => {
      await deployed(house);
      house.git.branches.set('main', house.git.parents(house.git.branches.get('main') ?? '')[0] ?? '');
    },
    ended('failed', 'production/house: failed'),
  ],
  [
    'is superseded by a later commit that was synced before its turn',
    async (house) => {
      await deployed(house);
      const commit = house.people.push('main', { 'README.md': '' });
      const later = { repository: house.repository, environment: 'production', target: 'production/house' };
      await house.records.syncs.create({ ...later, commit, approvers: [], state: 'synced', createdAt: 1 });
    },
    ended('superseded', 'A later commit was synced first'),
  ],
  ['that nobody knows is no work', async () => undefined, []],
];

describe('the sync of a target', () => {
  it.each(ROWS)('%s', async (_name, given, heard) => {
    const house = createHouse();
    await given(house);
    expect(await synced(house)).toEqual(heard);
    expect(await house.records.syncs.untold()).toEqual([]);
  });

  it('is told once, however often its job is run', async () => {
    const house = createHouse();
    await deployed(house);
    await synced(house);
    expect(await synced(house)).toEqual(AFTERWARDS);
  });

  it('says of what went wrong what is to be done', async () => {
    const house = createHouse();
    await deployed(house);
    house.git.branches.set(
      'main',
      house.git.commit([], house.git.files(house.git.branches.get('main') ?? '')),
    );
    await house.run('sync', { sync: 1 });
    expect(await house.records.syncs.read(1)).toMatchObject({
      state: 'failed',
      end: { kind: 'refused', reason: expect.stringContaining('Merge it again.') as string },
    });
  });

  const attempts: readonly (readonly [string, Error, { last: boolean }, SyncState, boolean])[] = [
    ['a refusal for good ends it', refusal('forbidden'), { last: false }, 'failed', false],
    [
      'one that may pass is tried again',
      refusal('unreachable', { retryable: true }),
      { last: false },
      'queued',
      true,
    ],
    [
      'the last attempt ends it',
      refusal('unreachable', { retryable: true }),
      { last: true },
      'failed',
      false,
    ],
    ['a bug ends nothing', new Error('a bug'), { last: true }, 'queued', true],
  ];

  it.each(attempts)('that cannot be read: %s', async (_name, error, { last }, state, throws) => {
    const house = createHouse();
    await deployed(house);
    const repositories = { ...house.deps.repositories, defaultBranch: refuses(error) };
    const run = house.run('sync', { sync: 1 }, { repositories }, { ...JOB, last });
    await (throws ? expect(run).rejects.toThrow(error.message) : run.catch(() => undefined));
    expect((await house.records.syncs.read(1))?.state).toBe(state);
    expect(house.heard.includes(`sync-ended ${state}`)).toBe(!throws);
  });

  /** The engine, with a session that is changed. */
  const engineWith = (house: House, change: (session: Session) => Partial<Session>) => {
    const lights = house.deps.engines['lights'] as Engine;
    const open: Engine['open'] = async (target) => {
      const session = await lights.open(target);
      return { ...session, ...change(session) };
    };
    return { engines: { lights: { ...lights, open } } };
  };

  it('that fails while it applies is no sync, and is not taken for one', async () => {
    const house = createHouse();
    await deployed(house);
    const broken = engineWith(house, () => ({
      apply: refuses(refusal('invalid', { message: 'a fuse blew' })),
    }));
    expect(await synced(house, broken)).toEqual(ended('failed', 'production/house: failed'));
    expect(await house.records.syncs.lastSynced(42, 'production/house')).toBeUndefined();
    expect((await house.records.syncs.read(1))?.end).toEqual({
      kind: 'refused',
      reason: 'acme/shop: a fuse blew',
    });
  });

  it('that did half of it has failed, and says what it did', async () => {
    const house = createHouse();
    await deployed(house);
    const half = engineWith(house, () => ({
      apply: async ({ plan: { changes } }) => ({
        outcomes: changes.map(({ subject, action }) => ({
          subject,
          action,
          result: 'failed',
          code: 'invalid',
          message: 'no',
        })),
        unhealthy: [],
      }),
    }));
    expect(await synced(house, half)).toEqual(ended('failed', 'production/house: failed'));
    expect((await house.records.syncs.read(1))?.end).toMatchObject({
      kind: 'ended',
      report: { status: 'failed' },
    });
  });

  it('after which live still differs is degraded', async () => {
    const house = createHouse();
    await deployed(house);
    const idle = engineWith(house, () => ({
      apply: async ({ plan: { changes } }) => ({
        outcomes: changes.map(({ subject, action }) => ({ subject, action, result: 'applied' })),
        unhealthy: [],
      }),
    }));
    expect(await synced(house, idle)).toEqual([
      'sync-progressed verifying',
      ...ended('degraded', 'production/house: degraded'),
    ]);
  });

  it('that is taken up after a crash applies the rest of what was approved', async () => {
    const house = createHouse({ live: { kitchen: 'on' } });
    const number = house.propose({ 'lights/rooms': 'kitchen off\nhall on\n' });
    await house.run('preview', house.pull(number));
    await house.settle();
    house.people.review(number);
    house.merge(number);
    await house.run('deploy', house.pull(number));
    house.press('kitchen', 'off');
    await house.records.syncs.update(1, { state: 'applying' }, 1);
    const heard = await house.run('sync', { sync: 1 });
    expect(heard).toContain('sync-ended synced');
    // Not begun, the same would be stale.
    expect(heard.filter((words) => words === 'sync-progressed outcome')).toHaveLength(1);
  });

  it('waits for another one of the same target, which has its turn first', async () => {
    const house = createHouse();
    await deployed(house);
    const [first] = await house.records.syncs.unfinished();
    const commit = house.people.push('main', { 'README.md': '' });
    const { id: _id, updatedAt: _at, ...rest } = first as NonNullable<typeof first>;
    const second = await house.records.syncs.create({ ...rest, commit, pull: 99 });
    const heard = await house.run('sync', { sync: second.id });
    expect(heard).toContain('sync-ended synced');
    expect(heard).toContain('job sync 42/production/house');
    const states = [first?.id ?? 0, second.id].map(async (id) => (await house.records.syncs.read(id))?.state);
    expect(await Promise.all(states)).toEqual(['synced', 'queued']);
  });

  it('is shown later where GitHub does not hear now, and holds up no other work', async () => {
    const house = createHouse();
    await deployed(house);
    const deployments = {
      ...house.deps.deployments,
      progress: refuses(refusal('unreachable', { retryable: true })),
    };
    expect(await house.run('sync', { sync: 1 }, { deployments })).toContain('sync-ended synced');
    await expect(tell(house, { deployments })).rejects.toThrow('not now');
    expect(await house.records.syncs.untold()).toEqual([]);
    expect(await tell(house)).toEqual([`deployment is success: ${LIVE}`, 'comment #1 deployment']);
    expect(await tell(house)).toEqual([]);
  });

  it('ends once its progress is shown, so that another process shows nothing before it', async () => {
    const house = createHouse();
    await deployed(house);
    const states: (string | undefined)[] = [];
    const settled = async () => void states.push((await house.records.syncs.read(1))?.state);
    await house.run('sync', { sync: 1 }, { deployments: { ...house.deps.deployments, settled } });
    expect([...states, (await house.records.syncs.read(1))?.state]).toEqual(['verifying', 'synced']);
  });

  it('of a first deployment turns the check that said so', async () => {
    const house = createHouse({ live: {} });
    const number = await merged(house);
    await house.run('detect-drift', { repository: house.repository, target: TARGET });
    const check = `check plumbline / first deploy of ${TARGET} of merge`;
    expect(house.heard).toEqual(['target-looked-at not deployed', `${check}: neutral`]);
    await house.run('deploy', house.pull(number));
    expect(await house.run('sync', { sync: 1 })).toContain(`${check}: success`);
  });
});
