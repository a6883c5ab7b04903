import { describe, expect, it } from 'vitest';
import { withEmptied } from '../../../../../src/kubernetes/fields/emptied/declared-empty.ts';
import { withoutEmptiedMaps } from '../../../../../src/kubernetes/fields/emptied/without-emptied-maps.ts';
import { listTypesOf } from '../../../../../src/kubernetes/fields/list-types.ts';

const PORT = 'k:{"port":80}';
const TYPES = listTypesOf([
  {
    manager: 'plumbline',
    operation: 'Apply',
    apiVersion: 'v1',
    subresource: '',
    fields: { 'f:ports': { [PORT]: { '.': {}, 'f:port': {} } } },
  },
]);

describe('a map that the source empties', () => {
  it('is left out of the first apply where it holds fields that go', () => {
    const owned = { 'f:labels': { 'f:app': {} }, 'f:part': {}, 'f:size': {} };
    expect(
      withoutEmptiedMaps({ labels: {}, part: {}, list: [], size: 3 }, { gives: owned, keeps: undefined }),
    ).toEqual({
      part: {},
      list: [],
      size: 3,
    });
  });

  it('is left out of the entry of a list as well', () => {
    const owned = { 'f:ports': { [PORT]: { '.': {}, 'f:more': { 'f:a': {} } } } };
    expect(
      withoutEmptiedMaps(
        {
          ports: [
            { port: 80, more: {} },
            { port: 81, more: {} },
          ],
        },
        { gives: owned, keeps: undefined },
      ),
    ).toEqual({
      ports: [{ port: 80 }, { port: 81, more: {} }],
    });
  });

  it('goes with the map around it that would be empty then', () => {
    const owned = { 'f:free': { 'f:deep': { 'f:er': {} } } };
    expect(withoutEmptiedMaps({ free: { deep: {} }, size: 3 }, { gives: owned, keeps: undefined })).toEqual({
      size: 3,
    });
    expect(withoutEmptiedMaps({ free: { deep: {}, more: 1 } }, { gives: owned, keeps: undefined })).toEqual({
      free: { more: 1 },
    });
  });

  it('is none with a field in it that nobody owns yet: it may be unknown', () => {
    const owned = { 'f:deep': { 'f:er': {}, 'f:x': {} } };
    expect(withoutEmptiedMaps({ deep: { y: {} } }, { gives: owned, keeps: undefined })).toEqual({
      deep: { y: {} },
    });
    expect(withoutEmptiedMaps({ deep: { x: {} } }, { gives: owned, keeps: undefined })).toEqual({});
  });

  it('is none with an empty list in it', () => {
    const owned = { 'f:deep': { 'f:er': {}, 'f:x': {} } };
    expect(withoutEmptiedMaps({ deep: { er: [] } }, { gives: owned, keeps: undefined })).toEqual({
      deep: { er: [] },
    });
  });

  it('is none in which somebody keeps a field', () => {
    const gives = { 'f:nested': { 'f:beta': { '.': {}, 'f:a': {} } } };
    const keeps = { 'f:nested': { 'f:beta': { 'f:b': {} } } };
    expect(withoutEmptiedMaps({ nested: { beta: {} } }, { gives, keeps })).toEqual({ nested: { beta: {} } });
    expect(withoutEmptiedMaps({ nested: { beta: {} } }, { gives, keeps: {} })).toEqual({});
  });

  it('leaves the very same body where nothing is emptied', () => {
    const body = { labels: { app: 'x' }, ports: [{ port: 80 }] };
    expect(
      withoutEmptiedMaps(body, {
        gives: { 'f:labels': { 'f:app': {} }, 'f:ports': { [PORT]: { '.': {} } } },
        keeps: {},
      }),
    ).toBe(body);
  });
});

describe('the second apply', () => {
  const both = { types: TYPES };

  it('brings what the first took away with its last entry', () => {
    const body = { security: {}, args: [], ports: [{ port: 80, more: {} }] };
    const live = { security: { user: 1 }, args: ['x'], ports: [{ port: 80, more: { a: 'x' } }] };
    expect(withEmptied({ ...both, applied: { ports: [{ port: 80 }] }, body, live })).toEqual(body);
  });

  it('brings it in an entry that leaves a key to its default', () => {
    const fields = { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {} } } };
    const owner = { manager: 'plumbline', operation: 'Apply', apiVersion: 'a.b/v1', subresource: '', fields };
    const port = (protocol: string, rest = {}) => ({ port: 80, protocol, ...rest });
    const found = withEmptied({
      types: listTypesOf([owner]),
      applied: { ports: [port('UDP', { more: { b: 'x' } }), port('TCP')] },
      body: { ports: [{ port: 80, more: {} }, port('UDP', { more: { b: 'x' } })] },
      live: { ports: [port('UDP', { more: { b: 'x' } }), port('TCP', { more: { a: 'x' } })] },
    });
    expect(found).toEqual({ ports: [port('UDP', { more: { b: 'x' } }), port('TCP', { more: {} })] });
  });

  it('brings what the first took away with the map around it', () => {
    const body = { free: { deep: {} } };
    const live = { free: { deep: { er: [] } } };
    expect(withEmptied({ ...both, applied: {}, body, live })).toEqual(body);
    expect(withEmptied({ ...both, applied: {}, body, live: body })).toEqual({});
  });

  it('brings nothing that was empty before, or that others still fill', () => {
    const body = { security: {}, labels: {} };
    const applied = { labels: { theirs: 'x' } };
    const live = { security: {}, labels: { theirs: 'x', ours: 'y' } };
    expect(withEmptied({ ...both, applied, body, live })).toBe(applied);
  });
});
