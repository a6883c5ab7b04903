import { expect, it } from 'vitest';
import { verdictOf } from '../../../../src/core/plan/plan.ts';
import { live, summary } from '../../../support/live.ts';

const app = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: "1" }\n`;
const files = { 'app/a.yaml': app('a'), 'app/b.yaml': app('b'), 'other/c.yaml': app('c') };
const without = { 'other/c.yaml': app('c') };

it('I17: a folder that is deleted is planned as the deletion of all its objects, where that is allowed', async () => {
  const { plan, sync, kubectl } = await live();
  const target = { path: 'app', allowEmpty: true };
  await sync(files, target);
  expect(summary(await plan(without, target))).toEqual(['delete ConfigMap b', 'delete ConfigMap a']);
  expect(await sync(without, target)).toMatchObject({ status: 'synced' });
  expect(await kubectl(['get', 'configmap', 'a', '--ignore-not-found'])).toBe('');
});

it('I17: where it is not allowed it is an error that says so, and never "no changes"', async () => {
  const { tryPlan, sync, kubectl } = await live();
  await sync(files, { path: 'app' });
  const answer = await tryPlan(without, { path: 'app' });
  expect(answer).toMatchObject({ status: 'failed' });
  expect(await kubectl(['get', 'configmap', 'a', '-o', 'name'])).toContain('a');
});

it('I17: a folder that is new is planned from nothing', async () => {
  const { plan } = await live();
  const found = await plan(files, { path: 'app' });
  expect(verdictOf(found)).toBe('different');
  expect(summary(found)).toEqual(['create ConfigMap a', 'create ConfigMap b']);
});
