import { describe, expect, it } from 'vitest';
import { type House, CONFIG, TARGET, createHouse, planned, refusal, refuses } from '../house.ts';

type Row = readonly [name: string, given: (house: House) => Promise<number>, records: readonly object[]];

const NEXT = 'lights/rooms';
const plan = (more: object) => [{ environment: 'production', targets: [{ target: TARGET, ...more }] }];
const forked = async (house: House) => {
  const number = house.propose();
  const pull = house.pulls.get(number);
  if (pull !== undefined) pull.fork = true;
  return number;
};

const ROWS: readonly Row[] = [
  ['a change of a target is planned', async (house) => house.propose(), plan({ status: 'planned' })],
  [
    'a change of nothing of ours is recorded as that',
    async (house) => house.propose({ 'README.md': '' }),
    [{ targets: [] }],
  ],
  [
    'what cannot be planned has failed, and is not nothing',
    async (house) => house.propose({ [NEXT]: 'kitchen dimmed\n' }),
    plan({ status: 'failed', code: 'invalid-source' }),
  ],
  [
    'what does not merge has failed',
    async (house) => {
      const number = house.propose();
      house.people.push('main', { [NEXT]: 'kitchen on\nhall on\n' });
      return number;
    },
    [{ targets: [{ status: 'failed', target: 'merge', code: 'conflict' }] }],
  ],
  ['nothing of a fork is planned before it is let in', forked, [{ held: true, targets: [] }]],
  [
    'a merged one is planned as it was merged',
    async (house) => {
      const number = house.propose();
      house.merge(number);
      return number;
    },
    plan({ status: 'planned' }),
  ],
  [
    'a closed one is not planned',
    async (house) => {
      const number = house.propose();
      house.people.close(number);
      return number;
    },
    [],
  ],
  [
    'one into another branch is not planned',
    async (house) => {
      house.people.push('release', {});
      const number = house.propose();
      house.people.retarget(number, 'release');
      return number;
    },
    [],
  ],
  [
    'a configuration that cannot be read fails every environment',
    async (house) => house.propose({ '.github/plumbline.yml': 'version: 99\n' }),
    [{ environment: 'production', targets: [{ status: 'failed', code: 'invalid-config' }] }],
  ],
  [
    'a change of the gate is recorded',
    async (house) =>
      house.propose({ '.github/plumbline.yml': CONFIG.replace('approvals: 1', 'approvals: 0') }),
    [{ environment: 'production', configuration: { environment: 'production' } }],
  ],
];

describe('the preview of a pull request', () => {
  it.each(ROWS)('%s', async (_name, given, records) => {
    const house = createHouse();
    const number = await given(house);
    await house.run('preview', house.pull(number));
    expect(await house.records.previews.ofPull(house.pull(number))).toMatchObject(records);
  });

  it.each([
    [
      'its head',
      async (house: House) => void house.git.pulls.set(1, house.people.push('topic', { 'a/b': '' })),
    ],
    ['its merge', async (house: House) => house.people.move('main', house.git.pulls.get(1) ?? '', 'carol')],
  ])('is made again where GitHub’s API and its Git differ about %s', async (_name, moved) => {
    const house = createHouse();
    const before = await house.deps.pulls.read(house.pull(house.propose()));
    await moved(house);
    const pulls = { ...house.deps.pulls, read: async () => before };
    const run = house.run('preview', house.pull(1), { pulls });
    await expect(run).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(await house.records.previews.ofPull(house.pull(1))).toEqual([]);
  });

  it('records nothing by half where its engine has a bug', async () => {
    const house = createHouse();
    const engines = {
      lights: { ...house.deps.engines['lights'], open: refuses(new Error('a bug')) },
    } as never;
    await expect(house.run('preview', house.pull(house.propose()), { engines })).rejects.toThrow('a bug');
    expect(await house.records.previews.ofPull(house.pull(1))).toEqual([]);
  });

  it('of a live system that does not answer has failed', async () => {
    const house = createHouse();
    const engines = {
      lights: { ...house.deps.engines['lights'], open: refuses(refusal('unreachable')) },
    } as never;
    await house.run('preview', house.pull(house.propose()), { engines });
    const [record] = await house.records.previews.ofPull(house.pull(1));
    expect(record).toMatchObject(plan({ status: 'failed', code: 'unreachable' })[0] as object);
    expect(record).not.toHaveProperty('fingerprint');
  });
});

describe('pull requests whose plans may be old', () => {
  it.each<[string, (house: House) => object, readonly string[]]>([
    ['all of a repository', () => ({}), ['job preview 42#2', 'job preview 42#1']],
    ['those that touch a target', () => ({ target: TARGET }), ['job preview 42#1']],
    ['those that touch another one', () => ({ target: 'production/shed' }), []],
    ['those with a head', (house) => ({ head: house.git.branches.get('other') }), ['job preview 42#2']],
  ])('%s', async (_name, which, heard) => {
    const house = createHouse();
    await planned(house);
    house.people.push('other', { 'README.md': '' });
    house.people.open('other');
    house.people.push('third', { 'README.md': 'x' });
    house.people.close(house.people.open('third'));
    const data = { repository: house.repository, ...which(house) };
    const all = await house.run('refresh', data);
    // The comments of the first one took numbers too.
    const opened = [...house.pulls.keys()];
    expect(all.map((words) => words.replace(`#${opened[1]}`, '#2'))).toEqual(heard);
  });

  it('one whose plan of the target is of an earlier head is planned by its own push', async () => {
    const house = createHouse();
    await planned(house);
    house.people.push('topic', { 'README.md': '' });
    expect(await house.run('refresh', { repository: house.repository, target: TARGET })).toEqual([]);
  });

  it('are not forgotten where GitHub does not list them', async () => {
    const house = createHouse();
    const pulls = { ...house.deps.pulls, list: refuses() };
    await expect(house.run('refresh', { repository: house.repository }, { pulls })).rejects.toThrow(
      'not now',
    );
  });
});
