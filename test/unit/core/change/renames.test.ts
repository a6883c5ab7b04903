import { describe, expect, it } from 'vitest';
import type { Action, Change } from '../../../../src/core/change/change.ts';
import { pairRenames } from '../../../../src/core/change/renames.ts';
import type { JsonObject, TreeObject } from '../../../../src/core/json/json.ts';
import { Mask } from '../../../../src/core/json/marker.ts';

function change(
  action: Action,
  name: string,
  content: TreeObject,
  over: Partial<Change['subject']> = {},
): Change {
  const subject = { kind: 'ConfigMap', scope: 'shop', name, ...over };
  const object = { metadata: { name, namespace: subject.scope, labels: { app: name } }, ...content };
  return { subject, action, fields: [], marks: [], [action === 'delete' ? 'before' : 'after']: object };
}

const data = (...keys: string[]): JsonObject => ({ data: Object.fromEntries(keys.map((key) => [key, key])) });
const names = (changes: readonly Change[]) =>
  pairRenames(changes).map(({ deleted, created }) => [deleted.subject.name, created.subject.name]);

describe('a rename', () => {
  it.each([
    [
      'another name, the same content',
      [change('delete', 'old', data('a', 'b')), change('create', 'new', data('a', 'b'))],
      [['old', 'new']],
    ],
    [
      'another namespace',
      [change('delete', 'x', data('a', 'b')), change('create', 'x', data('a', 'b'), { scope: 'other' })],
      [['x', 'x']],
    ],
    [
      'enough alike',
      [change('delete', 'old', data('a', 'b', 'c')), change('create', 'new', data('a', 'b', 'd'))],
      [['old', 'new']],
    ],
    [
      'too little alike',
      [change('delete', 'old', data('a', 'b')), change('create', 'new', data('a', 'c', 'd'))],
      [],
    ],
    ['nothing to compare', [change('delete', 'old', {}), change('create', 'new', {})], []],
    [
      'another kind',
      [change('delete', 'old', data('a', 'b')), change('create', 'new', data('a', 'b'), { kind: 'Other' })],
      [],
    ],
    [
      'an update is none',
      [change('delete', 'old', data('a', 'b')), change('update', 'new', data('a', 'b'))],
      [],
    ],
  ] as [string, Change[], string[][]][])('B11: %s', (_name, changes, pairs) => {
    expect(names(changes)).toEqual(pairs);
  });

  it('B11: the most alike are paired, and each object once', () => {
    const changes = [
      change('delete', 'one', data('a', 'b', 'c', 'd')),
      change('delete', 'two', data('a', 'b', 'c', 'e')),
      change('create', 'new-two', data('a', 'b', 'c', 'e')),
      change('create', 'new-one', data('a', 'b', 'c', 'd')),
    ];
    expect(names(changes)).toEqual([
      ['one', 'new-one'],
      ['two', 'new-two'],
    ]);
  });

  it('B11: a Secret is paired by nothing that its values are', () => {
    const secret = (action: Action, name: string, mask: string) =>
      change(
        action,
        name,
        { type: 'Opaque', data: { a: new Mask(`${mask}a`), b: new Mask(`${mask}b`) } },
        { kind: 'Secret' },
      );
    expect(names([secret('delete', 'old', '1'), secret('create', 'new', '2')])).toEqual([]);
  });

  it('J5: thousands of either side are looked at for a while, and then given up', () => {
    const many = (action: Action) =>
      Array.from({ length: 3000 }, (_, i) => change(action, `${action}-${i}`, data(`a${i}`, `b${i}`)));
    const pairs = names([...many('delete'), ...many('create')]);
    expect(pairs.slice(0, 10)).toEqual(pairs.slice(0, 10).map((_, i) => [`delete-${i}`, `create-${i}`]));
    expect(pairs.length).toBeGreaterThan(10);
    expect(pairs.length).toBeLessThan(3000);
  });
});
