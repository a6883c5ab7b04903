import { describe, expect, it } from 'vitest';
import { withEmptiedParents } from '../../../src/core/given-up.ts';

const scaleDown = ['f:spec', 'f:behavior', 'f:scaleDown'];
const ours = { 'f:spec': { 'f:behavior': { 'f:scaleDown': {} }, 'f:maxReplicas': {} } };
const named = { 'f:spec': { 'f:maxReplicas': {} } };

describe('what goes with fields that are given up', () => {
  it('is the struct of which nothing is owned any more', () => {
    expect(withEmptiedParents({ paths: [scaleDown], ours, kept: [named, ours] })).toEqual([
      ['f:spec', 'f:behavior'],
    ]);
  });

  it('is nothing more where somebody owns something beside', () => {
    const beside = { 'f:spec': { 'f:behavior': { 'f:scaleUp': {} } } };
    expect(withEmptiedParents({ paths: [scaleDown], ours, kept: [named, beside] })).toEqual([scaleDown]);
  });

  it('is nothing more where we never owned them: no apply of ours takes them away', () => {
    expect(withEmptiedParents({ paths: [scaleDown], ours: named, kept: [named] })).toEqual([scaleDown]);
  });
});
