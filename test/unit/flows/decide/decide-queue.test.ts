import { describe, expect, it } from 'vitest';
import { type House, CHECK, TARGET, approved, createHouse, planned, refusal, refuses } from '../house.ts';

/** Puts a pull request into the merge queue, on top of a commit. @returns the entry's commit */
function queue(house: House, number: number, parent = house.git.branches.get('main') ?? ''): string {
  const entry = house.git.merge(parent, house.git.pulls.get(number) ?? '');
  house.git.branches.set(`gh-readonly-queue/main/pr-${number}-${parent}`, entry);
  return house.name(`entry ${number}`, entry);
}

/** Another pull request, of which the same person approved the plan. */
async function another(house: House, changes: Readonly<Record<string, string>>): Promise<number> {
  house.people.push('other', changes);
  const number = house.people.open('other');
  await house.run('preview', house.pull(number));
  await house.settle();
  house.people.review(number);
  return number;
}

const passed = (entry = 1) => `check ${CHECK} of entry ${entry}: success`;
const waits = (entry = 1) => `check ${CHECK} of entry ${entry}: pending`;
const refused = (entry = 1) => `check ${CHECK} of entry ${entry}: failure`;

type Row = readonly [name: string, given: (house: House) => Promise<unknown>, heard: readonly string[]];

const ROWS: readonly Row[] = [
  ['nothing is queued', approved, []],
  ['the plan of its pull request passed', async (house) => queue(house, await approved(house)), [passed()]],
  ['nobody approved it', async (house) => queue(house, await planned(house)), [refused()]],
  [
    'somebody asks for changes',
    async (house) => {
      const number = await approved(house);
      house.people.review(number, 'CHANGES_REQUESTED', 'carol');
      queue(house, number);
    },
    [refused()],
  ],
  [
    'it touches no target',
    async (house) => queue(house, await planned(house, { 'README.md': '' })),
    [passed()],
  ],
  [
    'its commit holds more than the merge',
    async (house) => {
      const number = await approved(house);
      const entry = queue(house, number);
      const files = { ...house.git.files(entry), 'lights/more': 'hall on\n' };
      const tip = house.git.branches.get('main') ?? '';
      const evil = house.git.commit(house.git.parents(entry), files);
      house.git.branches.set(`gh-readonly-queue/main/pr-${number}-${tip}`, house.name('entry 1', evil));
    },
    [refused()],
  ],
  [
    'a fork brings it, and nobody let its head in',
    async (house) => {
      const number = await approved(house);
      const pull = house.pulls.get(number);
      if (pull !== undefined) pull.fork = true;
      queue(house, number);
    },
    [refused()],
  ],
  [
    'its commit is the head of another pull request, which would pass by its check',
    async (house) => {
      const entry = queue(house, await approved(house));
      house.people.move('same', entry, 'alice');
      house.people.open('same');
    },
    [refused()],
  ],
  [
    'its name tells of a pull request that is not there',
    async (house) => {
      const tip = house.git.branches.get('main') ?? '';
      await approved(house);
      house.git.branches.set(`gh-readonly-queue/main/pr-99-${tip}`, house.git.commit([tip], {}));
    },
    [],
  ],
  [
    'its pull request was closed meanwhile',
    async (house) => {
      const number = await approved(house);
      queue(house, number);
      house.people.close(number);
    },
    [],
  ],
  [
    'its pull request goes elsewhere now',
    async (house) => {
      const number = await approved(house);
      queue(house, number);
      house.people.push('release', {});
      house.people.retarget(number, 'release');
    },
    [],
  ],
  [
    'it stands on what is not the tip',
    async (house) => {
      const number = await approved(house);
      const elsewhere = house.git.commit([house.git.branches.get('main') ?? ''], {
        'lights/rooms': 'kitchen on\n',
      });
      queue(house, number, elsewhere);
    },
    [],
  ],
  [
    'its target is being synced',
    async (house) => {
      queue(house, await approved(house));
      await house.records.syncs.create({
        repository: house.repository,
        environment: 'production',
        target: TARGET,
        commit: 'c'.repeat(40),
        approvers: [],
        state: 'applying',
        createdAt: 1,
      });
    },
    [waits()],
  ],
  [
    'another repository’s sync is none of its own',
    async (house) => {
      queue(house, await approved(house));
      await house.records.syncs.create({
        repository: { ...house.repository, id: 43 },
        environment: 'production',
        target: TARGET,
        commit: 'c'.repeat(40),
        approvers: [],
        state: 'applying',
        createdAt: 1,
      });
    },
    [passed()],
  ],
  [
    'live is no longer what was approved',
    async (house) => {
      queue(house, await approved(house));
      house.press('hall', 'on');
    },
    [refused()],
  ],
  [
    'its plan cannot be made',
    async (house) => {
      const number = await planned(house, { 'lights/rooms': 'kitchen dimmed\n' });
      house.people.review(number);
      queue(house, number);
    },
    [refused()],
  ],
];

describe('an entry of the merge queue', () => {
  it.each(ROWS)('%s', async (_name, given, heard) => {
    const house = createHouse();
    await given(house);
    expect(await house.run('queue', { repository: house.repository })).toEqual(heard);
  });

  it('is judged after the one ahead of it, whose changes are none of its own', async () => {
    const house = createHouse();
    const first = await approved(house);
    const second = await another(house, { 'lights/more': 'hall on\n' });
    queue(house, second, queue(house, first));
    const heard = await house.run('queue', { repository: house.repository });
    expect(heard).toEqual([passed(first), passed(second)]);
  });

  it('does not pass behind one that waits', async () => {
    const house = createHouse();
    const first = await planned(house);
    const second = await another(house, { 'lights/more': 'hall on\n' });
    queue(house, second, queue(house, first));
    const heard = await house.run('queue', { repository: house.repository });
    expect(heard).toEqual([refused(first), waits(second)]);
  });

  it('keeps its pass while a decision is pending; a refusal takes it back', async () => {
    const house = createHouse();
    const number = await approved(house);
    queue(house, number);
    const look = () => house.run('queue', { repository: house.repository });
    expect(await look()).toEqual([passed()]);
    await house.records.syncs.create({
      repository: house.repository,
      environment: 'production',
      target: TARGET,
      commit: 'c'.repeat(40),
      approvers: [],
      state: 'queued',
      createdAt: 1,
    });
    expect(await look()).toEqual([]);
    house.people.review(number, 'CHANGES_REQUESTED', 'carol');
    expect(await look()).toEqual([refused()]);
  });

  it('is looked at again where GitHub’s API and its Git differ about its head', async () => {
    const house = createHouse();
    const number = await approved(house);
    queue(house, number);
    const read: typeof house.deps.pulls.read = async (pull) => {
      const found = await house.deps.pulls.read(pull);
      return { ...found, head: { ...found.head, sha: 'e'.repeat(40) } };
    };
    const run = house.run(
      'queue',
      { repository: house.repository },
      { pulls: { ...house.deps.pulls, read } },
    );
    await expect(run).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(house.heard).toEqual([]);
  });

  it.each([
    ['pulls', 'read'],
    ['mirror', 'fetch'],
    ['reviewers', 'reviews'],
    ['checks', 'publish'],
  ] as const)('is not decided by half where GitHub refuses: %s.%s', async (port, method) => {
    const house = createHouse();
    queue(house, await approved(house));
    const broken = { [port]: { ...house.deps[port], [method]: refuses(refusal('forbidden')) } };
    await expect(house.run('queue', { repository: house.repository }, broken)).rejects.toThrow('not now');
    expect(house.heard).toEqual([]);
  });
});
