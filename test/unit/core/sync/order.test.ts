import { expect, it } from 'vitest';
import { type SyncOrder, inSyncOrder, waitsFor, withBefore } from '../../../../src/core/sync/order.ts';

const order = (of: Readonly<Record<string, readonly string[]>>): SyncOrder => new Map(Object.entries(of));
const items = (...ids: readonly string[]) => ids.map((id) => ({ id }));

it.each([
  ['nothing waits', {}, ['a', 'b', 'c'], ['a', 'b', 'c']],
  ['one waits for a later one', { a: ['b'] }, ['a', 'b', 'c'], ['b', 'a', 'c']],
  ['three wait in a chain', { a: ['b'], b: ['c'] }, ['a', 'b', 'c'], ['c', 'b', 'a']],
  ['two wait for one', { a: ['c'], b: ['c'] }, ['a', 'b', 'c'], ['c', 'a', 'b']],
  ['one waits for another of no concern', { a: ['x'] }, ['a', 'b'], ['a', 'b']],
  ['one waits for another by way of one of no concern', { a: ['x'], x: ['b'] }, ['a', 'b'], ['b', 'a']],
])('U60: targets are in order where %s', (_what, of, ids, expected) => {
  expect(inSyncOrder(items(...ids), order(of)).map(({ id }) => id)).toEqual(expected);
});

it('U60: waiting goes on through others, and nobody waits for itself', () => {
  const chain = order({ a: ['b'], b: ['c'] });
  expect([waitsFor(chain, 'a', 'c'), waitsFor(chain, 'c', 'a'), waitsFor(chain, 'a', 'a')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('U60: what would go round in a circle is not waited for', () => {
  const chain = order({ a: ['b'], b: ['c'] });
  expect(withBefore(chain, 'c', 'a')).toBe(chain);
  expect(withBefore(chain, 'a', 'a')).toBe(chain);
  expect(withBefore(chain, 'a', 'd').get('a')).toEqual(['b', 'd']);
});
