import { describe, expect, it } from 'vitest';
import { compare } from '../../../../src/core/change/compare.ts';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { describePath } from '../../../../src/core/json/pointer.ts';
import { listTypesOf } from '../../../../src/kubernetes/fields/list-types.ts';

const types = listTypesOf([
  {
    manager: 'plumbline',
    operation: 'Apply',
    apiVersion: 'v1',
    subresource: '',
    fields: {
      'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:name': {} } },
      'f:containers': { 'k:{"name":"web"}': { 'f:env': { 'k:{"name":"A"}': {} }, 'f:args': {} } },
      'f:finalizers': { 'v:"one"': {} },
    },
  },
]);

const changed = (before: JsonObject, after: JsonObject) =>
  compare(before, after, types).map(({ path, before: b, after: a, reordered }) => [
    describePath(path),
    ...(reordered ? ['reordered'] : [b, a]),
  ]);

describe('compare', () => {
  it('finds nothing between equal objects', () => {
    expect(changed({ a: { b: [1] } }, { a: { b: [1] } })).toEqual([]);
  });

  it('names each scalar that differs', () => {
    expect(changed({ spec: { a: 1, b: 2 } }, { spec: { a: 1, b: 3, c: 4 } })).toEqual([
      ['spec.b', 2, 3],
      ['spec.c', undefined, 4],
    ]);
  });

  it('D1: ports of one number and two protocols are two entries', () => {
    const tcp = { port: 80, protocol: 'TCP', name: 'a' };
    const udp = { port: 80, protocol: 'UDP', name: 'b' };
    expect(changed({ ports: [tcp, udp] }, { ports: [tcp, { ...udp, name: 'c' }] })).toEqual([
      ['ports[port=80,protocol=UDP].name', 'b', 'c'],
    ]);
  });

  it('matches entries by key wherever they stand', () => {
    const web = { name: 'web', image: 'web:1' };
    const side = { name: 'side', image: 'side:1' };
    expect(changed({ containers: [web] }, { containers: [side, { ...web, image: 'web:2' }] })).toEqual([
      ['containers[name=side]', undefined, side],
      ['containers[name=web].image', 'web:1', 'web:2'],
    ]);
  });

  it('says "reordered" when only the order differs', () => {
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    expect(changed({ containers: [a, b] }, { containers: [b, a] })).toEqual([['containers', 'reordered']]);
  });

  it('takes a list without keys as one value', () => {
    const before = { containers: [{ name: 'web', args: ['-a', '-b'] }] };
    const after = { containers: [{ name: 'web', args: ['-b', '-a'] }] };
    expect(changed(before, after)).toEqual([['containers[name=web].args', ['-a', '-b'], ['-b', '-a']]]);
  });

  it('takes the entries of a set by value', () => {
    expect(changed({ finalizers: ['one', 'two'] }, { finalizers: ['one'] })).toEqual([
      ['finalizers[two]', 'two', undefined],
    ]);
  });

  it('never drops one of two entries with the same key: the list is then one value', () => {
    const twice = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    const once = [{ name: 'A', value: '2' }];
    const inside = (env: JsonObject[]) => ({ containers: [{ name: 'web', env }] });
    expect(changed(inside(twice), inside(once))).toEqual([['containers[name=web].env', twice, once]]);
  });

  it('quotes keys that are no plain words', () => {
    expect(changed({ labels: { 'a.b/c': '1' } }, { labels: { 'a.b/c': '2' } })).toEqual([
      ['labels["a.b/c"]', '1', '2'],
    ]);
  });
});
