import { expect, it } from 'vitest';
import { isLetIn } from '../../../../src/flows/decide/let-in.ts';
import { type House, createHouse } from '../house.ts';

/** The head of a fork that waits to be let in, on show. */
async function held(house: House): Promise<string> {
  const number = house.propose();
  const pull = house.pulls.get(number);
  if (pull !== undefined) pull.fork = true;
  await house.run('preview', house.pull(number));
  await house.settle();
  return house.git.pulls.get(number) ?? '';
}

type Row = readonly [name: string, given: (house: House) => Promise<unknown>, letIn: boolean];

const ok = (head: string, digits = 12) => `/plumb ok ${head.slice(0, digits)}`;

const ROWS: readonly Row[] = [
  ['nobody said anything', held, false],
  ['a writer named its head', async (house) => house.people.comment(1, ok(await held(house))), true],
  ['a reader did', async (house) => house.people.comment(1, ok(await held(house)), 'mallory'), false],
  ['a bot did', async (house) => house.people.comment(1, ok(await held(house)), 'robot[bot]'), false],
  [
    'it was named before the check asked for it',
    async (house) => {
      const head = house.git.pulls.get(house.propose()) ?? '';
      const pull = house.pulls.get(1);
      if (pull !== undefined) pull.fork = true;
      house.people.comment(1, ok(head));
      await house.run('preview', house.pull(1));
      await house.settle();
    },
    false,
  ],
  [
    'the comment was edited',
    async (house) => {
      const head = await held(house);
      house.people.edit(1, house.people.comment(1, 'Well.'), ok(head));
    },
    false,
  ],
  [
    'the fork has another head by now',
    async (house) => {
      house.people.comment(1, ok(await held(house)));
      house.people.push('topic', { 'lights/rooms': 'hall on\n' });
    },
    false,
  ],
  [
    'another command named it',
    async (house) => house.people.comment(1, `/plumb approve ${(await held(house)).slice(0, 12)}`),
    false,
  ],
  [
    'it was merged',
    async (house) => {
      await held(house);
      house.merge(1);
    },
    true,
  ],
  ['it is of the repository itself', async (house) => house.propose(), true],
];

it.each(ROWS)('whether a head is let in: %s', async (_name, given, letIn) => {
  const house = createHouse();
  await given(house);
  const pull = await house.deps.pulls.read(house.pull(1));
  expect(await isLetIn(house.deps, pull)).toBe(letIn);
});

it('somebody whose permission GitHub does not tell lets nobody in', async () => {
  const house = createHouse();
  house.people.comment(1, ok(await held(house)));
  const reviewers = { permission: async () => 'unknown' as const };
  expect(await isLetIn({ ...house.deps, reviewers }, await house.deps.pulls.read(house.pull(1)))).toBe(false);
});
