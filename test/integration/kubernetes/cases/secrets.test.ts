import { expect, it } from 'vitest';
import { driftBody, driftPull } from '../../../../src/report/github/drift.ts';
import { live, summary } from '../../../support/live.ts';

const KEPT = 'the-value-that-stays';
const [OLD, NEW] = ['the-value-before', 'the-value-after'];
const secret = (data: object) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: data });

function expectNothingOf(said: string, ...values: string[]): void {
  for (const value of values)
    for (const form of [value, Buffer.from(value).toString('base64')]) expect(said).not.toContain(form);
}

it('H3: a last-applied annotation that is broken shows nothing of what it holds', async () => {
  const { plan, sync, kubectl } = await live();
  await sync(secret({ key: OLD }));
  const annotation = `kubectl.kubernetes.io/last-applied-configuration={"data": {"key": "${OLD}`;
  await kubectl(['annotate', 'secret/s', annotation]);
  const found = await plan(secret({ key: NEW }));
  expect(summary(found).length).toBe(1);
  expectNothingOf(JSON.stringify(found), OLD, NEW);
});

it.each<[string, object, object]>([
  ['one key changes', { kept: KEPT, key: OLD }, { kept: KEPT, key: NEW }],
  ['one key goes', { kept: KEPT, key: OLD }, { kept: KEPT }],
  ['all of the data comes', {}, { kept: KEPT, key: NEW }],
])('H6: where %s, neither it nor the value that stays is shown', async (_what, before, after) => {
  const { plan, sync } = await live();
  await sync(secret(before));
  const found = await plan(secret(after));
  expect(found.changes.length).toBe(1);
  expectNothingOf(JSON.stringify(found), KEPT, OLD, NEW);
});

it('H12: the record and the words of a drift pull request name the keys of a Secret, and no value', async () => {
  const { plan, sync, kubectl } = await live();
  await sync(secret({ kept: KEPT, key: OLD }));
  await kubectl(['patch', 'secret/s', '--type=merge', '-p', secret({ key: NEW, added: KEPT })]);
  const view = { ...drift, plan: await plan(secret({ kept: KEPT, key: OLD })) };
  const pull = driftPull(view);
  for (const words of [driftBody(view), pull.file]) {
    expect(words).toContain('data.key');
    expectNothingOf(words, KEPT, OLD, NEW);
  }
  // What is live is not even there in another form: merging it brings nothing of it into Git.
  expect(pull.file).not.toContain('masked');
});

const drift = {
  target: 'production/shop',
  commit: '0123456789012345678901234567890123456789',
  since: '2026-01-01T00:00:00Z',
};
