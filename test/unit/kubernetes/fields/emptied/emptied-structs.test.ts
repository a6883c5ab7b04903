import { describe, expect, it } from 'vitest';
import { withEmptiedStructs } from '../../../../../src/kubernetes/fields/emptied/emptied-structs.ts';
import type { FieldSet } from '../../../../../src/kubernetes/fields/field-set.ts';
import type { Ownership } from '../../../../../src/kubernetes/fields/managers/managed-fields.ts';

const owner = (operation: string, fields: FieldSet): Ownership => ({
  manager: 'kubectl',
  operation,
  apiVersion: 'autoscaling/v2',
  subresource: '',
  fields,
});
const scaleDown = ['f:spec', 'f:behavior', 'f:scaleDown'];
const theirs = { 'f:spec': { 'f:behavior': { 'f:scaleDown': {} }, 'f:maxReplicas': {} } };
const named = { 'f:spec': { 'f:maxReplicas': {} } };
const nothingLeft = () => false;

describe('what goes with fields that are given up', () => {
  const given = { paths: [scaleDown], from: [owner('Apply', theirs)], isLeft: nothingLeft };

  it('is the struct of which nothing is owned any more', () => {
    expect(withEmptiedStructs({ ...given, kept: [named, theirs] })).toEqual([['f:spec', 'f:behavior']]);
  });

  it('is told once of several fields', () => {
    const behavior = { 'f:scaleDown': {}, 'f:scaleUp': {} };
    const both = { 'f:spec': { 'f:behavior': behavior, 'f:maxReplicas': {} } };
    const paths = [scaleDown, ['f:spec', 'f:behavior', 'f:scaleUp']];
    expect(
      withEmptiedStructs({ paths, from: [owner('Apply', both)], kept: [named], isLeft: nothingLeft }),
    ).toEqual([['f:spec', 'f:behavior']]);
  });

  it('is nothing more where somebody owns something beside', () => {
    const beside = { 'f:spec': { 'f:behavior': { 'f:scaleUp': {} } } };
    expect(withEmptiedStructs({ ...given, kept: [named, beside] })).toEqual([scaleDown]);
    expect(withEmptiedStructs({ ...given, kept: [theirs], paths: [[...scaleDown, 'f:policies']] })).toEqual([
      [...scaleDown, 'f:policies'],
    ]);
  });

  it('is nothing more where they were written by an update, which owns what it made', () => {
    const from = [owner('Update', theirs)];
    expect(withEmptiedStructs({ ...given, from, kept: [named] })).toEqual([scaleDown]);
  });

  it('is nothing more where a rule leaves something beside', () => {
    const isLeft = (path: readonly string[]) => path.at(-1) === 'f:behavior';
    expect(withEmptiedStructs({ ...given, kept: [named], isLeft })).toEqual([scaleDown]);
  });

  it('is nothing more among labels and annotations', () => {
    const label = ['f:metadata', 'f:labels', 'f:by'];
    const from = [owner('Apply', { 'f:metadata': { 'f:labels': { 'f:by': {} } } })];
    expect(withEmptiedStructs({ ...given, from, paths: [label], kept: [named] })).toEqual([label]);
  });
});
