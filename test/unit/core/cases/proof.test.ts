import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { isNoopApply } from '../../../../src/kubernetes/fields/is-noop-apply.ts';

// As of every object that we apply: our mark is one.
const labels = { mark: 'x' };
const labelSet = { 'f:metadata': { 'f:labels': { 'f:mark': {} } } };

const ours = (fieldsV1: JsonObject, changes: JsonObject = {}): JsonObject => ({
  manager: 'plumbline',
  operation: 'Apply',
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { ...fieldsV1, ...labelSet },
  ...changes,
});

const bare = (rest: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'shop', labels },
  ...rest,
});

const liveWith = (rest: JsonObject, ...managedFields: JsonObject[]): JsonObject => ({
  ...bare(rest),
  metadata: { name: 'a', namespace: 'shop', labels, uid: '1', resourceVersion: '7', managedFields },
});

const portKey = 'k:{"containerPort":8080,"protocol":"TCP"}';
const portSet = { 'f:spec': { 'f:ports': { [portKey]: { '.': {}, 'f:containerPort': {} } } } };
const port = (rest: JsonObject): JsonObject => ({ spec: { ports: [{ containerPort: 8080, ...rest }] } });

describe('list keys that the server filled in', () => {
  it('K3: an entry that names no protocol is the one with the default', () => {
    expect(isNoopApply(bare(port({})), liveWith(port({ protocol: 'TCP' }), ours(portSet)))).toBe(true);
  });

  it('K3: a key field of another value is another entry', () => {
    const udp = bare(port({ protocol: 'UDP' }));
    expect(isNoopApply(udp, liveWith(port({ protocol: 'TCP' }), ours(portSet)))).toBe(false);
  });

  it('K3: an entry that could be either of two is asked about', () => {
    const both = { 'f:spec': { 'f:ports': { [portKey]: {}, [portKey.replace('TCP', 'UDP')]: {} } } };
    const two = {
      spec: {
        ports: [
          { containerPort: 8080, protocol: 'TCP' },
          { containerPort: 8080, protocol: 'UDP' },
        ],
      },
    };
    const twice = bare({ spec: { ports: [{ containerPort: 8080 }, { containerPort: 8080 }] } });
    expect(isNoopApply(twice, liveWith(two, ours(both)))).toBe(false);
  });
});

describe('what the server filled into a value that is owned as one', () => {
  const claimOf = (rest: JsonObject): JsonObject => ({ metadata: { name: 'data' }, spec: { ...rest } });
  const stored = (rest: JsonObject): JsonObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { volumeMode: 'Filesystem', ...rest },
    status: { phase: 'Pending' },
  });
  const set = { 'f:spec': { 'f:volumeClaimTemplates': {} } };
  const proven = (declared: JsonObject, live: JsonObject, changes: JsonObject = {}) => {
    const spec = (claim: JsonObject) => ({ ...changes, spec: { volumeClaimTemplates: [claim] } });
    const owner = ours(set, changes);
    return isNoopApply(bare(spec(declared)), liveWith(spec(live), owner));
  };

  it('K5: is what nothing else is given for', () => {
    expect(proven(claimOf({ size: 1 }), stored({ size: 1 }))).toBe(true);
    expect(proven(claimOf({ volumeMode: 'Block' }), stored({ volumeMode: 'Block' }))).toBe(true);
  });

  it('K5: is nothing else that is live', () => {
    expect(proven(claimOf({}), stored({ volumeMode: 'Block' }))).toBe(false);
    expect(proven(claimOf({}), stored({ size: 1 }))).toBe(false);
    expect(proven(claimOf({ volumeMode: 'Block' }), stored({}))).toBe(false);
  });

  it('K5: is not known of a custom resource', () => {
    expect(proven(claimOf({}), stored({}), { apiVersion: 'example.com/v1' })).toBe(false);
    expect(proven(claimOf({}), stored({}), { apiVersion: 'apps/v1' })).toBe(true);
  });
});

describe('the order of a list', () => {
  const names = (...list: string[]): JsonObject => ({ list: list.map((name) => ({ name, x: 1 })) });
  const nameSet = (...list: string[]) => ({
    'f:list': Object.fromEntries(
      list.map((name) => [`k:{"name":"${name}"}`, { '.': {}, 'f:name': {}, 'f:x': {} }]),
    ),
  });
  const tagSet = { 'f:tags': { 'v:"a"': {}, 'v:"b"': {} } };

  it.each([
    [['a', 'b'], true],
    [['a', 'other', 'b'], true],
    [['other', 'a', 'b'], true],
    [['b', 'a'], false],
    [['b', 'other', 'a'], false],
  ])('K4: entries a and b where %j is live: proven is %j', (list, proven) => {
    const live = liveWith(names(...list), ours(nameSet('a', 'b')));
    expect(isNoopApply(bare(names('a', 'b')), live)).toBe(proven);
  });

  it.each([
    [['a', 'b'], true],
    [['a', 'c', 'b'], true],
    [['b', 'a'], false],
    [['a'], false],
  ])('K4: the set of a and b where %j is live: proven is %j', (tags, proven) => {
    expect(isNoopApply(bare({ tags: ['a', 'b'] }), liveWith({ tags }, ours(tagSet)))).toBe(proven);
  });
});

describe('two spellings of one value', () => {
  const field = { 'f:spec': { 'f:x': {} } };
  it.each<[string, JsonObject, JsonObject]>([
    ['quantities', { x: '1000m' }, { x: '1' }],
    ['a number and a text', { x: 80 }, { x: '80' }],
    ['null and absent', { x: null }, {}],
    ['null and null', { x: null }, { x: null }],
    ['defaults inside an atomic list', { x: [{ a: 1 }] }, { x: [{ a: 1, b: 2 }] }],
  ])('K5: %s are asked about', (_name, wanted, live) => {
    expect(isNoopApply(bare({ spec: wanted }), liveWith({ spec: live }, ours(field)))).toBe(false);
  });

  it('K5: one spelling is proven', () => {
    const spec = { x: '1000m' };
    expect(isNoopApply(bare({ spec }), liveWith({ spec }, ours(field)))).toBe(true);
  });
});
