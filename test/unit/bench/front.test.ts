import { expect, it } from 'vitest';
import { type FrontRow, frontTable, isBounded, isGood, percentile } from '../../../bench/front/table.ts';

const delivered = { took: [10, 20, 30], statuses: { '202': 3 }, whole: 1000 };
const row: FrontRow = {
  store: 'PostgreSQL',
  alone: delivered,
  beside: delivered,
  before: 200,
  most: 300,
  bound: 64,
  turnedAway: 9,
};

it.each([
  [50, 20],
  [99, 30],
  [1, 10],
])('the percentile %i is one of the numbers', (percent, number) => {
  expect(percentile([30, 10, 20], percent)).toBe(number);
});

it('memory beyond the bound, and a delivery that was not taken, are marked', () => {
  expect([isBounded(row), isGood(row)]).toEqual([true, true]);
  const grown = { ...row, most: 200 + 64 + 128 + 1 };
  expect([isBounded(grown), isGood(grown)]).toEqual([false, false]);
  const lost = { ...row, beside: { ...delivered, statuses: { '202': 2, ECONNRESET: 1 } } };
  expect([isBounded(lost), isGood(lost)]).toEqual([true, false]);
  const lines = frontTable([row, grown, lost], 500, 3).split('\n');
  expect(lines[2]).toBe(
    '| PostgreSQL | 3 of 3 | 0.02 s : 0.02 s | 0.03 s : 0.03 s | 3 : 3 | 200 : 300 MiB | 9 |',
  );
  expect(lines[3]).toContain('**not bounded**');
  expect(lines[4]).toContain('2 of 3, 1× ECONNRESET **missed**');
});
