import { expect, it } from 'vitest';
import { describeStep, stepsOf } from '../../../../src/kubernetes/order/steps.ts';

const placed = (kind: string, name: string, wave?: string) => ({
  id: { group: '', kind, namespace: 'shop', name },
  object: { metadata: { annotations: wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': wave } } },
});

it('goes wave by wave, and in each wave stage by stage', () => {
  const steps = stepsOf([
    placed('Pod', 'b'),
    placed('ConfigMap', 'late', '1'),
    placed('ConfigMap', 'a'),
    placed('Service', 'early', '-1'),
  ]);
  expect(
    steps.map((step) => `${describeStep(step)}: ${step.items.map(({ id }) => id.name).join(',')}`),
  ).toEqual([
    'services of wave -1: early',
    'configuration: a',
    'workloads: b',
    'configuration of wave 1: late',
  ]);
  expect(steps.map(({ endsWave }) => endsWave)).toEqual([true, false, true, true]);
});
