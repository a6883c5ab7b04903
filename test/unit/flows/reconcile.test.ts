import { describe, expect, it } from 'vitest';
import {
  type House,
  CHECK,
  CONFIG,
  approved,
  createHouse,
  deployed,
  merged,
  planned,
  refusal,
  refuses,
} from './house.ts';

const ALWAYS = ['job queue 42', 'job configuration 42', 'job detect-drift 42/production/house'];
const END = ['redeliver', 'permissions-looked-at'];

/** Until the checks say that everything was seen. */
async function seen(house: House): Promise<void> {
  await house.run('decide', house.pull(1));
  await house.settle();
}

type Row = readonly [name: string, given: (house: House) => Promise<unknown>, missed: readonly string[]];

const ROWS: readonly Row[] = [
  ['there is no pull request', async () => undefined, []],
  [
    'all is on show',
    async (house) => {
      await planned(house);
      await seen(house);
    },
    [],
  ],
  ['a pull request was opened', async (house) => house.propose(), ['job preview 42#1']],
  [
    'somebody pushed',
    async (house) => {
      await planned(house);
      await seen(house);
      house.people.push('topic', { 'lights/rooms': 'hall on\n' });
    },
    ['job preview 42#1', 'job decide-commit 42@head'],
  ],
  [
    'the base moved in what is planned',
    async (house) => {
      await planned(house);
      await seen(house);
      house.people.push('main', { 'lights/cellar': 'cellar on\n' });
    },
    ['job preview 42#1'],
  ],
  [
    'the base moved in what no target reads',
    async (house) => {
      await planned(house);
      await seen(house);
      house.people.push('main', { 'README.md': '' });
    },
    [],
  ],
  [
    'somebody approved',
    async (house) => {
      const number = await planned(house);
      await seen(house);
      house.people.review(number);
    },
    ['job decide 42#1'],
  ],
  [
    'a button was pressed',
    async (house) => {
      const pull = await planned(house);
      await seen(house);
      const press = { repository: 42, pull, environment: 'production', fingerprint: 'f', user: 'bob', at: 1 };
      await house.records.approvals.save(press);
    },
    ['job decide 42#1'],
  ],
  [
    'what was planned was never put on show',
    async (house) => house.run('preview', house.pull(house.propose())),
    ['job decide 42#1'],
  ],
  [
    'one was closed, and its checks still stand',
    async (house) => house.people.close(await planned(house)),
    ['job decide-commit 42@head'],
  ],
  ['one was merged, and what passed is not deployed', merged, ['job decide 42#1', 'job deploy 42#1']],
  ['one was merged before the App came', async (house) => house.merge(house.propose()), []],
];

const look = (house: House, more = {}) => house.run('reconcile', {}, more);

describe('what was missed', () => {
  it.each(ROWS)('%s', async (_name, given, missed) => {
    const house = createHouse();
    await given(house);
    expect(await look(house)).toEqual([...missed, ...ALWAYS, ...END]);
  });

  it('a sync that has not ended is gone on with, and so is one whose end was not told', async () => {
    const house = createHouse();
    await deployed(house);
    expect(await look(house)).toEqual(
      expect.arrayContaining(['job sync 42/production/house', 'job deploy 42#1']),
    );
    await house.records.syncs.update(1, { state: 'synced' }, 1);
    expect(await look(house)).toContain('job sync 42/production/house');
    await house.records.syncs.told(1);
    expect(await look(house)).not.toContain('job sync 42/production/house');
  });

  it('a repository that the server does not know is not looked at', async () => {
    const house = createHouse();
    house.propose();
    expect(await look(house, { knows: () => false })).toEqual(END);
  });

  it('one that cannot be read keeps nobody from the others', async () => {
    const house = createHouse();
    const other = { ...house.repository, id: 43, name: 'acme/gone' };
    const repositories: typeof house.deps.repositories = {
      ...house.deps.repositories,
      list: async () => [other, house.repository],
      defaultBranch: (repository) =>
        repository.id === 43
          ? Promise.reject(refusal('not-found', { message: 'gone' }))
          : house.deps.repositories.defaultBranch(repository),
    };
    expect(await look(house, { repositories })).toEqual([
      'github-failed OpsError: acme/shop: gone',
      ...ALWAYS,
      ...END,
    ]);
  });

  it('GitHub does not list the repositories: it is tried again', async () => {
    const house = createHouse();
    const repositories = { ...house.deps.repositories, list: refuses() };
    await expect(look(house, { repositories })).rejects.toThrow('not now');
    expect(house.heard).toEqual([]);
  });

  it('a target that is gone from the configuration is looked at once more, to end its watch', async () => {
    const house = createHouse();
    await deployed(house);
    await house.settle();
    const inForce = await house.records.configurations.inForce(42);
    const file = { path: '.github/plumbline.yml', text: CONFIG.replace('house:', 'shed:') };
    if (inForce !== undefined) await house.records.configurations.advance({ ...inForce, file }, inForce.id);
    expect(await look(house)).toEqual(
      expect.arrayContaining(['job detect-drift 42/production/shed', 'job detect-drift 42/production/house']),
    );
  });

  it('the server’s own word about the configuration has everything planned again', async () => {
    const house = createHouse();
    await planned(house);
    await seen(house);
    const commit = house.people.push('main', { '.github/plumbline.yml': CONFIG });
    expect(await look(house, { setByServer: () => commit })).toContain('job refresh 42');
  });

  it('a check that says success, and has another basis by now, is decided anew', async () => {
    const house = createHouse();
    await approved(house);
    await seen(house);
    const head = house.git.pulls.get(1) ?? '';
    const check = house.ports.checks.at(head, CHECK);
    expect(check?.conclusion).toBe('success');
    const { basis: _basis, ...reference } = check?.reference ?? { pull: 1 };
    await house.deps.checks.publish(house.repository, head, {
      ...(check as NonNullable<typeof check>),
      reference,
    });
    expect(await look(house)).toContain('job decide 42#1');
  });
});
