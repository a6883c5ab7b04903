import { expect, it } from 'vitest';
import { type Plan, verdictOf } from '../../../../src/core/plan/plan.ts';
import type { SyncReport } from '../../../../src/core/sync/outcome.ts';
import { idOf } from '../../../../src/kubernetes/objects/resource.ts';
import { live, summary } from '../../../support/live.ts';
import { type Definition, definitionOf } from './definitions.ts';

const map = (name: string, value = '1') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: "${value}" }\n---\n`;

const VERSIONS = [{ name: 'v1alpha1', storage: true }, { name: 'v1' }];

/** A target of a ConfigMap and a Widget, both synced, of whose CRD the conversion webhook is down by now. */
async function unconverted() {
  const at = await live();
  const definition = definitionOf(at);
  const { serve, widget, breakConversion } = definition;
  await serve(...VERSIONS);
  const mine = widget('v1', 'w', { size: 1 });
  expect(await at.sync(map('a') + mine)).toMatchObject({ status: 'synced' });
  await breakConversion('v1');
  return { at, definition, mine };
}

const unknownOf = ({ unknown }: Plan, { group }: Definition) =>
  unknown.map(({ subject, message }) => [idOf(subject).kind, idOf(subject).group === group, message]);

const told = (report: SyncReport) =>
  report.status === 'stale'
    ? ['stale']
    : report.outcomes.map(
        ({ subject, action, result }) => `${action} ${idOf(subject).kind} ${subject.name}: ${result}`,
      );

const WEBHOOK = expect.stringContaining('conversion webhook for') as string;

it('B10: makes only the objects of that CRD unknown; the others are planned and applied, and the sync says which failed', async () => {
  const { at, definition, mine } = await unconverted();
  const wanted = map('a', '2') + map('b') + mine;
  const found = await at.plan(wanted);
  expect(summary(found)).toEqual(['update ConfigMap a: data.a "1" → "2"', 'create ConfigMap b']);
  expect(unknownOf(found, definition)).toEqual([['Widget', true, WEBHOOK]]);
  expect(verdictOf(found)).toBe('unknown');
  const report = await at.sync(wanted);
  expect(report.status).toBe('failed');
  expect(told(report)).toEqual([
    'update ConfigMap a: applied',
    'create ConfigMap b: applied',
    'update Widget w: failed',
  ]);
  await definition.mend();
  await expect.poll(async () => verdictOf(await at.plan(wanted)), { timeout: 20_000 }).toBe('clean');
});

it('B10: where nothing else differs, the plan still cannot tell and the sync is not synced', async () => {
  const { at, mine } = await unconverted();
  const same = map('a') + mine;
  const found = await at.plan(same);
  expect([found.changes, verdictOf(found)]).toEqual([[], 'unknown']);
  const report = await at.sync(same);
  expect([report.status, ...told(report)]).toEqual(['failed', 'update Widget w: failed']);
});

it('B10: of a plan that was approved with a change of such an object nothing is applied, not even the rest', async () => {
  const at = await live();
  const { serve, widget, breakConversion } = definitionOf(at);
  await serve(...VERSIONS);
  await at.sync(map('a') + widget('v1', 'w', { size: 1 }));
  const wanted = map('a', '2') + widget('v1', 'w', { size: 2 });
  const { fingerprint } = await at.plan(wanted);
  await breakConversion('v1');
  await expect(at.sync(wanted, {}, fingerprint)).rejects.toThrow('nothing was applied');
  expect((await at.get('configmap/a'))['data']).toEqual({ a: '1' });
});

it('B10: what is no longer declared is not deleted as long as one of them cannot be looked at', async () => {
  const { at, definition } = await unconverted();
  await at.sync(map('a') + map('b'));
  const report = await at.sync(map('b'));
  expect([report.status, ...told(report)]).toEqual([
    'failed',
    'delete Widget w: failed',
    'delete ConfigMap a: skipped',
  ]);
  await definition.mend();
  await expect
    .poll(async () => summary(await at.plan(map('b'))), { timeout: 20_000 })
    .toEqual([expect.stringMatching(/^delete \S+\/Widget w$/), 'delete ConfigMap a']);
});

it('B10: a new object that the server cannot convert is unknown, and its manifest is not blamed', async () => {
  const at = await live();
  const definition = definitionOf(at);
  await definition.serve(...VERSIONS);
  await definition.breakConversion('v1');
  const wanted = map('a') + definition.widget('v1', 'new', { size: 1 });
  const found = await at.plan(wanted);
  expect(summary(found)).toEqual(['create ConfigMap a']);
  expect(unknownOf(found, definition)).toEqual([['Widget', true, WEBHOOK]]);
  expect(found.unknown[0]).toMatchObject({ code: 'unreachable', apart: true });
  expect(told(await at.sync(wanted))).toEqual(['create ConfigMap a: applied', 'update Widget new: failed']);
});
