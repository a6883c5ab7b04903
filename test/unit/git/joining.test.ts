import { expect, it } from 'vitest';
import { joining } from '../../../src/git/joining.ts';

/** Work that ends when it is told to, and fails for the wish `bad`. */
function work() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const keys = { turn: (subject: string) => subject[0] ?? '', together: (subject: string) => subject };
  const ask = joining<string, string, string>(keys, async (subject, wishes) => {
    begun.push(`${subject}: ${wishes.join(' ')}`);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (wishes.includes('bad')) throw new Error(wishes.join(' '));
    return wishes.map((wish) => `${subject}.${wish}`);
  });
  const end = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { begun, ask, end };
}

it('calls that come while the work goes on are done together, after it', async () => {
  const { begun, ask, end } = work();
  const first = ask('a', '1');
  await new Promise(setImmediate);
  const rest = [ask('a', '2'), ask('a', '3')];
  expect(begun).toEqual(['a: 1']);
  await end();
  expect(begun).toEqual(['a: 1', 'a: 2 3']);
  await end();
  expect(await Promise.all([first, ...rest])).toEqual(['a.1', 'a.2', 'a.3']);
});

it('one that comes after the work began gets its own, later answer', async () => {
  const { begun, ask, end } = work();
  void ask('a', '1');
  await new Promise(setImmediate);
  const second = ask('a', '1');
  await end();
  expect(begun).toEqual(['a: 1', 'a: 1']);
  await end();
  expect(await second).toBe('a.1');
});

it('of those that failed together each is done alone', async () => {
  const { begun, ask, end } = work();
  void ask('a', '1');
  await new Promise(setImmediate);
  const [good, bad] = [ask('a', 'good'), ask('a', 'bad')];
  const failed = expect(bad).rejects.toThrow(/^bad$/);
  for (let n = 0; n < 4; n += 1) await end();
  expect(await good).toBe('a.good');
  await failed;
  expect(begun).toEqual(['a: 1', 'a: good bad', 'a: good', 'a: bad']);
});

it('subjects that only share a turn wait for each other, and are not done together', async () => {
  const { begun, ask, end } = work();
  const all = [ask('a1', 'x'), ask('a2', 'x'), ask('b1', 'x')];
  await new Promise(setImmediate);
  expect(begun).toEqual(['a1: x', 'b1: x']);
  for (let n = 0; n < 3; n += 1) await end();
  expect(begun).toEqual(['a1: x', 'b1: x', 'a2: x']);
  expect(await Promise.all(all)).toEqual(['a1.x', 'a2.x', 'b1.x']);
});
