import { expect, it } from 'vitest';
import { verdictOf } from '../../../../src/core/plan/plan.ts';
import { type Live, live, summary } from '../../../support/live.ts';
import { definitionOf } from './definitions.ts';

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "1" }\n---\n';
const V1 = { name: 'v1', storage: true };

const discoveries = ({ requests }: Live) => requests().filter((request) => request === 'GET /apis').length;

it('B8: a CRD that came behind our back is known to the next plan, which asks for the kinds once more', async () => {
  const at = await live();
  const { group, widget, serve } = definitionOf(at);
  const mine = widget('v1', 'w', { size: 1 });
  expect((await at.plan(mine)).unknown).toMatchObject([{ code: 'unknown-kind' }]);
  await serve(V1);
  at.requests();
  expect(summary(await at.plan(mine))).toEqual([`create ${group}/Widget w`]);
  expect(discoveries(at)).toBe(1);
  expect(await at.sync(mine)).toMatchObject({ status: 'synced' });
  at.requests();
  expect(await at.plan(mine)).toMatchObject({ changes: [], unchanged: 1 });
  expect(discoveries(at)).toBe(0);
});

it('B8: of a CRD that went behind our back a plan says that there is no such kind, never that nothing changes', async () => {
  const at = await live();
  const { group, widget, serve, remove } = definitionOf(at);
  await serve(V1);
  const both = map + widget('v1', 'w', { size: 1 });
  expect(await at.sync(both)).toMatchObject({ status: 'synced' });
  await remove();
  const { unknown } = await at.plan(both);
  expect(unknown.map(({ code, message }) => `${code} ${message}`)).toEqual([
    expect.stringContaining(
      `unknown-kind all.yaml:6: ${group}/Widget ${at.namespace}/w: the cluster knows no kind Widget in ${group}/v1.`,
    ) as string,
  ]);
});

it('B8: what the source no longer declares of a CRD that went is gone with it, and stands in the way of nothing', async () => {
  const at = await live();
  const { widget, serve, remove } = definitionOf(at);
  await serve(V1);
  await at.sync(map + widget('v1', 'w', { size: 1 }));
  await remove();
  const found = await at.plan(map);
  expect([summary(found), found.unknown, verdictOf(found)]).toEqual([[], [], 'clean']);
  expect(await at.sync(map.replace('"1"', '"2"'))).toMatchObject({ status: 'synced' });
});

it('B8: a version that is no longer served is told, with the one that is', async () => {
  const at = await live();
  const { group, widget, serve } = definitionOf(at);
  await serve(V1, { name: 'v1alpha1' });
  const old = widget('v1alpha1', 'w', { size: 1 });
  expect(await at.sync(old)).toMatchObject({ status: 'synced' });
  await serve(V1, { name: 'v1alpha1', served: false });
  const { unknown } = await at.plan(old);
  expect(unknown[0]?.message).toContain(
    `the cluster knows no kind Widget in ${group}/v1alpha1. Did you mean ${group}/v1 Widget?`,
  );
  expect(await at.plan(widget('v1', 'w', { size: 1 }))).toMatchObject({ changes: [], unknown: [] });
});
