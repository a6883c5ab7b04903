import { describe, expect, it } from 'vitest';
import type { Tree, TreeObject } from '../../../../src/core/json/json.ts';
import { Mask } from '../../../../src/core/json/marker.ts';
import { previewOf } from '../../../../src/core/plan/preview.ts';
import { isSamePlan } from '../../../../src/flows/preview/same-plan.ts';
import { change, plan } from '../../report/samples.ts';

const MASK = new Mask('0123456789ab');

function planned(value: Tree) {
  const after: TreeObject = { spec: { value } };
  const made = plan([change({ action: 'create', after })], { fingerprint: 'f'.repeat(32) });
  return { environment: 'production', targets: [previewOf(undefined, made)] };
}

describe('two plans of an environment', () => {
  it.each<[string, Tree]>([
    ['a long integer', 9_007_199_254_740_993n],
    ['a mask', MASK],
    ['a text', 'x'],
  ])('say the same where they do so with %s', (_what, value) => {
    expect(isSamePlan(planned(value), planned(value))).toBe(true);
  });

  it.each<[string, Tree, Tree]>([
    ['long integers', 9_007_199_254_740_993n, 9_007_199_254_740_995n],
    ['a mask and what is written like it', MASK, { $plumbline: { masked: MASK.masked } }],
  ])('do not say the same with %s', (_what, one, other) => {
    expect(isSamePlan(planned(one), planned(other))).toBe(false);
  });
});
