import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { leftBy } from '../../../../src/kubernetes/fields/ignored/ignored-fields.ts';
import { LEFT_NOTHING } from '../../../../src/kubernetes/fields/managers/field-managers.ts';
import { createPlanCache } from '../../../../src/kubernetes/plan-cache.ts';
import { isNoop } from '../../../../src/kubernetes/predict/no-op.ts';

const ours = { 'f:metadata': { 'f:labels': { 'f:mark': {} } }, 'f:data': { 'f:a': {} } };
const theirs = { 'f:data': { 'f:b': {} } };

const bodyOf = (): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', labels: { mark: 'x' } },
  data: { a: '1' },
});

function liveOf(a: string, state: { uid?: string; resourceVersion?: string }, person?: JsonObject) {
  const entry = { apiVersion: 'v1', fieldsType: 'FieldsV1' };
  const managedFields = [
    { ...entry, manager: 'plumbline', operation: 'Apply', fieldsV1: ours },
    ...(person ? [{ ...entry, manager: 'kubectl-edit', operation: 'Update', fieldsV1: person }] : []),
  ];
  const metadata = { name: 'a', namespace: 'shop', labels: { mark: 'x' }, ...state, managedFields };
  return { ...bodyOf(), metadata, data: person ? { a, b: '2' } : { a } };
}

const first = { uid: 'one', resourceVersion: '7' };

const cache = createPlanCache();

describe('what was proven once', () => {
  it.each([
    ['is looked at again in a later version', { uid: 'one', resourceVersion: '8' }],
    ['is not taken for the object of another cluster', { uid: 'two', resourceVersion: '7' }],
    ['is not taken for one that tells no version', { uid: 'one' }],
    ['is not taken for one that tells no identity', { resourceVersion: '7' }],
  ])('%s', (_name, other) => {
    const body = bodyOf();
    expect(isNoop({ live: liveOf('1', first), body, left: LEFT_NOTHING }, cache)).toBe(true);
    expect(isNoop({ live: liveOf('changed', other), body, left: LEFT_NOTHING }, cache)).toBe(false);
    expect(isNoop({ live: liveOf('1', first), body, left: LEFT_NOTHING }, cache)).toBe(true);
  });

  it('is of its own body only', () => {
    expect(isNoop({ live: liveOf('1', first), body: bodyOf(), left: LEFT_NOTHING }, cache)).toBe(true);
    const body = { ...bodyOf(), data: { a: 'changed' } };
    expect(isNoop({ live: liveOf('1', first), body, left: LEFT_NOTHING }, cache)).toBe(false);
  });

  it('with rules says nothing of the same without them', () => {
    const [body, live] = [bodyOf(), liveOf('1', first, theirs)];
    expect(
      isNoop({ live, body, left: leftBy([{ manager: 'kubectl-edit', because: 'tried out' }]) }, cache),
    ).toBe(true);
    expect(isNoop({ live, body, left: LEFT_NOTHING }, cache)).toBe(false);
  });
});
