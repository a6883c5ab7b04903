import { expect, it } from 'vitest';
import { driftFile } from '../../../../src/core/drift/drift-file.ts';
import { countedPaths } from '../../../../src/flows/drift/own-revert.ts';
import { type House, TARGET, createHouse } from '../house.ts';

const RECORD = driftFile(TARGET);
const BRANCH = `plumbline/drift/${TARGET}`;
const LOOK = `job detect-drift 42/${TARGET}`;

/** A pull request of a drift branch with these changes, of which plumbline knows its own first commit. */
async function reverting(house: House, changes: Readonly<Record<string, string>>, branch = BRANCH) {
  const head = house.people.push(branch, changes, 'plumbline[bot]');
  const number = house.people.open(branch, 'plumbline[bot]');
  const proposed = { branch: BRANCH, number: 1, heads: [head], pull: number };
  const ref = { repository: house.repository, target: TARGET };
  await house.records.drifts.save({ ...ref, commit: 'c'.repeat(40), since: 1, proposed });
  return number;
}

type Row = readonly [
  name: string,
  given: (house: House) => Promise<number>,
  counted: readonly string[],
  heard: readonly string[],
];

const ROWS: readonly Row[] = [
  ['plumbline’s own', (house) => reverting(house, { [RECORD]: 'x' }), [RECORD], [LOOK]],
  [
    'plumbline’s own with the base merged in by GitHub',
    async (house) => {
      const number = await reverting(house, { [RECORD]: 'x' });
      house.people.push('main', { 'README.md': '' });
      const [tip = '', head = ''] = ['main', BRANCH].map((name) => house.git.branches.get(name));
      house.people.move(BRANCH, house.git.merge(head, tip), 'bob');
      return number;
    },
    [RECORD],
    [LOOK],
  ],
  [
    'with somebody else’s commit on top',
    async (house) => {
      const number = await reverting(house, { [RECORD]: 'x' });
      house.people.push(BRANCH, { [RECORD]: 'y' }, 'mallory');
      return number;
    },
    [],
    [LOOK],
  ],
  [
    'with something else in it',
    (house) => reverting(house, { [RECORD]: 'x', 'lights/rooms': 'hall on\n' }),
    ['lights/rooms'],
    [LOOK],
  ],
  [
    'of another branch',
    async (house) => {
      await reverting(house, { [RECORD]: 'x' });
      house.people.push('topic', { [RECORD]: 'z' });
      return house.people.open('topic');
    },
    [],
    [],
  ],
  [
    'of a fork with the very commit',
    async (house) => {
      const number = await reverting(house, { [RECORD]: 'x' });
      const pull = house.pulls.get(number);
      if (pull !== undefined) pull.fork = true;
      return number;
    },
    [],
    [],
  ],
  ['without any record of a drift', async (house) => house.propose(), ['lights/rooms'], []],
];

it.each(ROWS)('the paths that count of a pull request: %s', async (_name, given, counted, heard) => {
  const house = createHouse();
  const number = await given(house);
  const pull = await house.deps.pulls.read(house.pull(number));
  const commits = await house.git.mirror.fetch(house.repository, { branches: ['main'] });
  const changed = await commits.changedSince(commits.branch('main'), pull.head.sha);
  house.heard.length = 0;
  expect(await countedPaths(house.deps, pull, commits, changed)).toEqual(counted);
  expect(house.heard).toEqual(heard);
});
