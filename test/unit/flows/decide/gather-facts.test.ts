import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../../src/core/target/environment.ts';
import { readBase } from '../../../../src/flows/configuration/read-base.ts';
import { readFacts, readPeople, teamsOf } from '../../../../src/flows/decide/gather-facts.ts';
import { pullsOfHead } from '../../../../src/flows/decide/pulls-of-head.ts';
import { readBasis } from '../../../../src/flows/decide/read-basis.ts';
import { createHouse, planned, refusal, refuses } from '../house.ts';

const GATE: Gate = {
  approvals: 1,
  from: ['@acme/sre', '@carol'],
  freeze: [],
  onPlanChange: 'hold',
  nobody: [],
  updateBranch: 'ignored',
};

describe('the facts of a pull request', () => {
  it('name everybody who may have approved or objected, and nobody else', async () => {
    const house = createHouse();
    const number = await planned(house);
    house.ports.reviewers.teams.set('acme/sre', ['bob']);
    house.people.review(number, 'COMMENTED', 'carol');
    house.people.comment(number, '/plumb approve', 'bob');
    house.people.comment(number, 'Well.', 'mallory');
    const button = { repository: 42, pull: number, environment: 'production', fingerprint: 'f', at: 1 };
    await house.records.approvals.save({ ...button, user: 'Dora' });
    const pull = await house.deps.pulls.read(house.pull(number));
    const facts = await readFacts(house.deps, pull, await house.records.previews.ofPull(pull), [GATE]);
    expect([...facts.people.keys()].toSorted()).toEqual(['bob', 'carol', 'dora']);
    expect(facts.people.get('bob')?.teams.get('acme/sre')).toBe(true);
    expect(facts.people.get('dora')).toMatchObject({ login: 'Dora', permission: 'none' });
    expect(facts.contributors.map(({ role, login }) => `${role} ${login}`)).toEqual([
      'author alice',
      'committer alice',
      'pusher alice',
    ]);
  });

  it('do not ask GitHub about bots', async () => {
    const reviewers = { permission: refuses(), isMember: refuses() };
    const repository = { installation: 1, id: 2, name: 'acme/shop' };
    const people = await readPeople(reviewers, repository, [{ login: 'x[bot]', type: 'Bot' }], ['acme/sre']);
    expect(people.get('x[bot]')).toMatchObject({ type: 'Bot', permission: 'none' });
  });

  it('are not read by half', async () => {
    const house = createHouse();
    const number = await planned(house);
    const pull = await house.deps.pulls.read(house.pull(number));
    const reviewers = {
      ...house.deps.reviewers,
      permission: refuses(refusal('unreachable', { retryable: true })),
    };
    house.people.review(number);
    await expect(readFacts({ ...house.deps, reviewers }, pull, [], [GATE])).rejects.toThrow('not now');
  });

  it.each<[string, readonly (readonly string[])[], readonly string[]]>([
    ['no gate names one', [[], ['@carol']], []],
    [
      'each once',
      [
        ['@acme/sre', '@bob'],
        ['@acme/sre', '@acme/dba'],
      ],
      ['acme/sre', 'acme/dba'],
    ],
  ])('teams that gates name: %s', (_name, gates, teams) => {
    expect(teamsOf(gates.map((from) => ({ ...GATE, from })))).toEqual(teams);
  });
});

describe('the pull requests with a head', () => {
  it('are those of GitHub and those that were recorded: it may be late with its own', async () => {
    const house = createHouse();
    const number = await planned(house);
    const head = house.git.pulls.get(number) ?? '';
    const pulls = { ...house.deps.pulls, ofHead: async () => [] };
    const found = await pullsOfHead({ ...house.deps, pulls }, house.repository, head, 'main');
    expect(found.map((pull) => pull.number)).toEqual([number]);
  });

  it('are not those that hold the commit below their head, are closed, or go elsewhere', async () => {
    const house = createHouse();
    const head = house.git.pulls.get(house.propose()) ?? '';
    house.people.push('topic', { 'lights/rooms': 'hall on\n' });
    house.people.move('copy', head, 'alice');
    house.people.close(house.people.open('copy'));
    house.people.push('release', {});
    house.people.open('copy', 'alice', { base: 'release' });
    const left = house.people.open('copy');
    const found = await pullsOfHead(house.deps, house.repository, head, 'main');
    expect(found.map((pull) => pull.number)).toEqual([left]);
  });
});

it('the inputs of a check are the plans and presses of all pull requests with a say, by number', async () => {
  const house = createHouse();
  const number = await planned(house);
  const button = { repository: 42, environment: 'production', fingerprint: 'f', user: 'bob' };
  await house.records.approvals.save({ ...button, pull: number, at: 5, shownAt: 3 });
  await house.records.approvals.save({ ...button, pull: 99, at: 7 });
  const base = await readBase(house.deps, house.repository);
  const [pull, commit] = [await house.deps.pulls.read(house.pull(number)), house.git.pulls.get(number) ?? ''];
  const merged = { ...pull, number: 99, state: 'merged' as const };
  const basis = await readBasis(house.deps, { repository: house.repository, commit }, [merged, pull], base);
  expect(basis).toMatchObject({ inForce: 1, pulls: [{ number }], plans: [1], presses: [5, 3] });
});
