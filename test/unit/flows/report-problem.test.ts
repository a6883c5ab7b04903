import { describe, expect, it } from 'vitest';
import { isForPeople } from '../../../src/flows/report-problem.ts';
import { createHouse, refusal, refuses } from './house.ts';

const UNREADABLE = { '.github/plumbline.yml': 'version: 99\n' };
const SAID = ['comment #1 preview', 'check plumbline / configuration of head: failure'];

describe('a problem that only people can resolve', () => {
  it('is said in the pull request, and its job is done', async () => {
    const house = createHouse({ files: UNREADABLE });
    expect(await house.run('preview', house.pull(house.propose()))).toEqual(SAID);
    expect(await house.records.previews.ofPull(house.pull(1))).toEqual([]);
  });

  it.each(['preview', 'deploy'] as const)('is said by a %s of a merged one too', async (queue) => {
    const house = createHouse();
    const number = house.propose();
    house.merge(number);
    const pulls = { ...house.deps.pulls, ofHead: refuses(refusal('ambiguous')) };
    const repositories = { ...house.deps.repositories, defaultBranch: refuses(refusal('ambiguous')) };
    expect(await house.run(queue, house.pull(number), { pulls, repositories })).toEqual(SAID);
  });

  it('is not said in a closed one', async () => {
    const house = createHouse();
    const number = house.propose();
    house.people.close(number);
    const repositories = { ...house.deps.repositories, defaultBranch: refuses(refusal('ambiguous')) };
    expect(await house.run('decide', house.pull(number), { repositories })).toEqual([]);
  });

  it('that GitHub does not let us say is tried again', async () => {
    const house = createHouse({ files: UNREADABLE });
    const conversation = { ...house.deps.conversation, keep: refuses(refusal('forbidden')) };
    const run = house.run('preview', house.pull(house.propose()), { conversation });
    await expect(run).rejects.toThrow('not now');
  });

  it.each<[string, unknown, boolean]>([
    ['an invalid configuration', refusal('invalid-config'), true],
    ['an invalid source', refusal('invalid-source'), true],
    ['two files for one', refusal('ambiguous'), true],
    ['what is not there yet', refusal('unsupported'), true],
    ['a refusal by GitHub', refusal('forbidden'), false],
    ['nobody answers', refusal('unreachable', { retryable: true }), false],
    ['a bug', new Error('ambiguous'), false],
  ])('%s', (_name, error, forPeople) => {
    expect(isForPeople(error)).toBe(forPeople);
  });
});

it.each(['preview', 'decide', 'command', 'deploy'] as const)(
  'a bug in a %s is not said to people, and tried again',
  async (queue) => {
    const house = createHouse();
    const number = house.propose();
    const comment = house.people.comment(number, '/plumb diff');
    const broken = refuses(new Error('a bug'));
    const more = { pulls: { ...house.deps.pulls, read: broken } };
    await expect(house.run(queue, { ...house.pull(number), comment }, more)).rejects.toThrow('a bug');
    expect(house.heard).toEqual([]);
  },
);
