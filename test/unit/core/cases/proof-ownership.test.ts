import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { isNoopApply } from '../../../../src/kubernetes/fields/is-noop-apply.ts';
import { fieldsAddedByPeople, ourFields } from '../../../../src/kubernetes/fields/managers/field-managers.ts';
import { ownershipsOf } from '../../../../src/kubernetes/fields/managers/managed-fields.ts';

// As of every object that we apply: our mark is one.
const labels = { mark: 'x' };
const labelSet = { 'f:metadata': { 'f:labels': { 'f:mark': {} } } };

const entry = (fieldsV1: JsonObject, changes: JsonObject = {}): JsonObject => ({
  manager: 'plumbline',
  operation: 'Apply',
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...changes,
});

const map = (data: JsonObject, managedFields?: JsonObject[]): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', labels, ...(managedFields && { managedFields }) },
  data,
});

const both = { ...labelSet, 'f:data': { 'f:a': {}, 'f:b': {} } };
const onlyA = { ...labelSet, 'f:data': { 'f:a': {} } };
const data = { a: '1', b: '2' };

describe('what we own', () => {
  it('K6: a field that leaves the source is asked about, though live stays as it is', () => {
    expect(isNoopApply(map({ a: '1' }), map(data, [entry(both)]))).toBe(false);
  });

  it('K6: a field that enters the source is asked about, though live has its value', () => {
    expect(isNoopApply(map(data), map(data, [entry(onlyA)]))).toBe(false);
  });

  it('K6: with the very fields of the source it is proven', () => {
    expect(isNoopApply(map(data), map(data, [entry(both)]))).toBe(true);
  });
});

describe('an ownership that tells nothing', () => {
  it.each<[string, JsonObject[] | undefined]>([
    ['wiped', undefined],
    ['empty', []],
    ['trimmed', [entry(onlyA)]],
    ['without fields', [entry({})]],
    ['of another apiVersion', [entry(both, { apiVersion: 'v1beta1' })]],
    ['of an update in our name', [entry(both, { operation: 'Update' })]],
    ['of a subresource', [entry(both, { subresource: 'status' })]],
    [
      'twice under our name',
      [entry(both), entry({ 'f:status': {} }, { operation: 'Update', subresource: 'status' })],
    ],
    ['of an older manager name', [entry(both, { manager: 'plumbline-old' })]],
  ])('K7: %s is asked about', (_name, managedFields) => {
    expect(isNoopApply(map(data), map(data, managedFields))).toBe(false);
  });

  it('K9: an object of an API that records no ownership is asked about', () => {
    expect(isNoopApply(map(data), map(data))).toBe(false);
  });

  it('K9: data that is written as stringData is no field that the server recorded', () => {
    const { data: _data, ...rest } = map({});
    const live = { ...map({ a: 'MQ==' }, [entry(onlyA)]), kind: 'Secret' };
    expect(isNoopApply({ ...rest, kind: 'Secret', data: { a: 'MQ==' } }, live)).toBe(true);
    expect(isNoopApply({ ...rest, kind: 'Secret', stringData: { a: '1' } }, live)).toBe(false);
  });
});

describe('fields of somebody else', () => {
  const label = entry({ 'f:metadata': { 'f:labels': { 'f:mine': {} } } }, { manager: 'kubectl-edit' });
  const live = map({ ...data, c: '3' }, [entry(both), { ...label, operation: 'Update' }]);

  it('K10: do not keep an object from being proven, and are found from their own entries', () => {
    expect(isNoopApply(map(data), live)).toBe(true);
    const owners = ownershipsOf(live);
    expect(fieldsAddedByPeople(owners, ourFields(owners))).toEqual([['f:metadata', 'f:labels', 'f:mine']]);
  });
});
