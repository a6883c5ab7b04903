import { describe, expect, it } from 'vitest';
import {
  type House,
  CONFIG,
  createHouse,
  planned,
  approved,
  deployed,
  merged,
  refusal,
  refuses,
} from '../house.ts';

const TWO = CONFIG.replace('targets: {', 'targets: { shed: { engine: lights, house: number-9, path: shed },');
const LOOSE = CONFIG.replace('approvals: 1', 'approvals: 0');
const COMMENT = 'comment #1 deployment';
const BEGUN = [
  'deployment of merge to production',
  'deployment is queued: Waiting for its turn',
  'job sync 42/production/house',
  COMMENT,
];

type Row = readonly [name: string, given: (house: House) => Promise<number>, heard: readonly string[]];

const ROWS: readonly Row[] = [
  ['the plan that passed the gate is recorded, shown and begun', merged, BEGUN],
  [
    'a plan that nobody approved is not: the pull request says why',
    async (house) => {
      const number = await planned(house);
      house.merge(number);
      return number;
    },
    [COMMENT],
  ],
  [
    'one that was merged before its plan was made is planned now',
    async (house) => {
      const number = house.propose();
      house.merge(number);
      return number;
    },
    ['job preview 42#1'],
  ],
  [
    'one whose head was never planned is planned now, though an earlier one was',
    async (house) => {
      const number = await approved(house);
      house.name('head', house.people.push('topic', { 'lights/rooms': 'kitchen off\nhall on\n' }));
      house.merge(number);
      return number;
    },
    ['job preview 42#1'],
  ],
  [
    'one into another branch is none of ours',
    async (house) => {
      const number = await approved(house);
      house.people.push('release', {});
      house.people.retarget(number, 'release');
      house.merge(number);
      return number;
    },
    [],
  ],
  [
    'one that touches no target has nothing to say',
    async (house) => {
      const number = await planned(house, { 'README.md': 'Lights' });
      house.merge(number);
      return number;
    },
    [],
  ],
  ['a job that runs twice begins nothing twice', deployed, ['job sync 42/production/house']],
  [
    'one whose sync has ended is done',
    async (house) => {
      const number = await deployed(house);
      await house.settle();
      return number;
    },
    [],
  ],
  [
    'one whose sync failed is not tried again by itself',
    async (house) => {
      const number = await deployed(house);
      await house.records.syncs.update(1, { state: 'failed' }, 1);
      return number;
    },
    [COMMENT],
  ],
];

describe('the deployment of a merged pull request', () => {
  it.each(ROWS)('%s', async (_name, given, heard) => {
    const house = createHouse();
    const number = await given(house);
    expect(await house.run('deploy', house.pull(number))).toEqual(heard);
  });

  it('tries a failed sync again where a person asks, with a Deployment of its own', async () => {
    const house = createHouse();
    const number = await deployed(house);
    await house.records.syncs.update(1, { state: 'failed' }, 1);
    const again = { ...house.pull(number), again: true } as const;
    expect(await house.run('deploy', again)).toEqual(BEGUN.slice(0, -1));
    const syncs = await house.records.syncs.ofPull(house.pull(number));
    expect(syncs.map(({ state }) => state)).toEqual(['failed', 'queued']);
    expect(new Set(syncs.map(({ deployment }) => deployment)).size).toBe(2);
  });

  it('of one environment leaves the others alone', async () => {
    const house = createHouse();
    const number = await merged(house);
    const other = { ...house.pull(number), environment: 'staging' };
    expect(await house.run('deploy', other)).toEqual([COMMENT]);
    expect(await house.records.syncs.ofPull(house.pull(number))).toEqual([]);
  });

  it('records what was approved, and by whom, before anything is shown', async () => {
    const house = createHouse();
    const number = await merged(house);
    const deployments = {
      ...house.deps.deployments,
      create: refuses(refusal('forbidden')),
      progress: refuses(),
    };
    await expect(house.run('deploy', house.pull(number), { deployments })).rejects.toThrow('not now');
    const [sync] = await house.records.syncs.ofPull(house.pull(number));
    expect(sync).toMatchObject({ state: 'queued', approvers: ['bob'], target: 'production/house' });
    expect(sync).not.toHaveProperty('deployment');
    // The next attempt shows the same sync.
    expect(await house.run('deploy', house.pull(number))).toEqual(BEGUN);
    expect(await house.records.syncs.ofPull(house.pull(number))).toHaveLength(1);
  });

  it('waits while GitHub’s API does not know of the merge yet', async () => {
    const house = createHouse();
    const number = await approved(house);
    const deploy = house.run('deploy', house.pull(number));
    await expect(deploy).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(house.heard).toEqual([]);
  });

  it('waits for one that was merged just before it, and has that one deployed', async () => {
    const house = createHouse();
    const first = await merged(house);
    house.people.push('second', { 'lights/rooms': 'hall on\n' });
    const second = house.people.open('second');
    await house.run('preview', house.pull(second));
    house.people.merge(second);
    await expect(house.run('deploy', house.pull(second))).rejects.toMatchObject({ retryable: true });
    expect(house.heard).toEqual([`job deploy 42#${first}`]);
  });

  it('goes on where nobody can say anything in the conversation any more', async () => {
    const house = createHouse();
    const number = await merged(house);
    const conversation = { ...house.deps.conversation, keep: refuses(refusal('forbidden')) };
    expect(await house.run('deploy', house.pull(number), { conversation })).toEqual([
      ...BEGUN.slice(0, -1),
      'github-failed OpsError: acme/shop: not now',
    ]);
  });

  it('comes after its change of the configuration, which the gate before it let pass', async () => {
    const house = createHouse({ files: { 'shed/rooms': 'kitchen on\n' } });
    const number = await planned(house, { '.github/plumbline.yml': TWO, 'lights/rooms': 'kitchen off\n' });
    house.people.review(number);
    await house.run('decide', house.pull(number));
    await house.settle();
    house.merge(number);
    const heard = await house.run('deploy', house.pull(number));
    expect(heard.slice(0, 4)).toEqual([
      'job refresh 42',
      'job configuration 42',
      'job detect-drift 42/production/shed',
      'job detect-drift 42/production/house',
    ]);
    expect(heard).toContain('job sync 42/production/house');
    const inForce = await house.records.configurations.inForce(42);
    expect(inForce).toMatchObject({ because: 'pull-request', pull: number, approvers: ['bob'] });
    expect(inForce?.settledAt).toBeGreaterThan(0);
  });

  it('does not come where its change of the configuration did not pass', async () => {
    const house = createHouse();
    const number = await planned(house, { '.github/plumbline.yml': LOOSE, 'lights/rooms': 'kitchen off\n' });
    house.merge(number);
    expect(await house.run('deploy', house.pull(number))).toEqual([COMMENT]);
    expect(await house.records.configurations.inForce(42)).toMatchObject({ because: 'first-seen' });
  });
});
