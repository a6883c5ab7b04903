import { expect, it } from 'vitest';
import { type House, createHouse, planned, refuses } from '../house.ts';

type Row = readonly [name: string, given: (house: House) => Promise<number>, heard: readonly string[]];

const ROWS: readonly Row[] = [
  ['the head of a pull request is decided', planned, ['job decide-commit 42@head']],
  [
    'one that was never planned is decided too',
    async (house) => house.propose(),
    ['job decide-commit 42@head'],
  ],
  [
    'so is the head before, which is a head no longer',
    async (house) => {
      const number = await planned(house);
      house.name('next', house.people.push('topic', { 'lights/rooms': 'kitchen on\nhall on\n' }));
      return number;
    },
    ['job decide-commit 42@next', 'job decide-commit 42@head'],
  ],
  [
    'the comment of a retargeted one is corrected',
    async (house) => {
      const number = await planned(house);
      house.people.push('release', {});
      house.people.retarget(number, 'release');
      return number;
    },
    ['comment #1 preview', 'job decide-commit 42@head'],
  ],
  [
    'one that was always into another branch gets no comment',
    async (house) => {
      house.people.push('release', {});
      const number = house.propose();
      house.people.retarget(number, 'release');
      return number;
    },
    ['job decide-commit 42@head'],
  ],
  [
    'of a closed one nothing is corrected',
    async (house) => {
      const number = await planned(house);
      house.people.push('release', {});
      house.people.retarget(number, 'release');
      house.people.close(number);
      return number;
    },
    ['job decide-commit 42@head'],
  ],
];

it.each(ROWS)('%s', async (_name, given, heard) => {
  const house = createHouse();
  const number = await given(house);
  expect(await house.run('decide', house.pull(number))).toEqual(heard);
});

it('what GitHub does not tell is not decided', async () => {
  const house = createHouse();
  const number = await planned(house);
  const pulls = { ...house.deps.pulls, read: refuses() };
  await expect(house.run('decide', house.pull(number), { pulls })).rejects.toThrow('not now');
  expect(house.heard).toEqual([]);
});
