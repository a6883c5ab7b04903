import { describe, expect, it } from 'vitest';
import { removeFields } from '../../../../src/kubernetes/fields/remove-fields.ts';

const OBJECT = {
  metadata: { labels: { app: 'x', tier: 'y' } },
  spec: { env: [{ name: 'A' }, { name: 'B' }], tags: ['red'], free: { deep: { n: 1 } }, size: 3 },
};

describe('fields that are removed', () => {
  it('go by key, by entry and by value', () => {
    const paths = [
      ['f:metadata', 'f:labels', 'f:tier'],
      ['f:spec', 'f:env', 'k:{"name":"A"}'],
    ];
    expect(removeFields(OBJECT, paths)).toEqual({
      metadata: { labels: { app: 'x' } },
      spec: { ...OBJECT.spec, env: [{ name: 'B' }] },
    });
  });

  it('take along the maps and lists that they leave empty', () => {
    const paths = [
      ['f:spec', 'f:free', 'f:deep', 'f:n'],
      ['f:spec', 'f:tags', 'v:"red"'],
    ];
    expect(removeFields(OBJECT, paths)).toEqual({ ...OBJECT, spec: { env: OBJECT.spec.env, size: 3 } });
  });

  it('change nothing where they are not', () => {
    const empty = { spec: { labels: {} } };
    const paths = [
      ['f:spec', 'f:labels', 'f:app'],
      ['f:spec', 'f:env', 'k:{"name":"A"}'],
    ];
    expect(removeFields(empty, paths)).toBe(empty);
  });
});
