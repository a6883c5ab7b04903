import { expect, it } from 'vitest';
import type { Tree } from '../../../../src/core/json/json.ts';
import { Mask } from '../../../../src/core/json/marker.ts';
import { previewOf } from '../../../../src/core/plan/preview.ts';
import type { PlannedEnvironment } from '../../../../src/flows/preview/plan-environments.ts';
import { isSamePlan } from '../../../../src/flows/preview/same-plan.ts';
import { plan } from '../../report/samples.ts';

const ID = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'x' };

/** A plan that changes one field to a value; its fingerprint tells nothing of it. */
function changingTo(after: Tree): PlannedEnvironment {
  const field = { path: [{ key: 'data' }, { key: 'a' }], before: 1, after };
  const made = plan([{ id: ID, action: 'update', fields: [field], marks: [] }]);
  return { environment: 'production', fingerprint: 'f', targets: [previewOf(undefined, made)] };
}

it('plans with 64-bit integers are compared, to the last digit', () => {
  const [one, other] = [9_007_199_254_740_993n, 9_007_199_254_740_994n];
  expect(isSamePlan(changingTo(one), changingTo(one))).toBe(true);
  expect(isSamePlan(changingTo(one), changingTo(other))).toBe(false);
});

it('a mask is the same as the same mask, and as nothing that a source can write', () => {
  const mask = new Mask('0123456789ab');
  expect(isSamePlan(changingTo(mask), changingTo(new Mask('0123456789ab')))).toBe(true);
  expect(isSamePlan(changingTo(mask), changingTo({ $plumbline: { masked: '0123456789ab' } }))).toBe(false);
});
