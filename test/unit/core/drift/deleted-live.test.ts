import { expect, it } from 'vitest';
import { tellDeletions, withDeletions } from '../../../../src/core/drift/deleted-live.ts';
import { previewOf } from '../../../../src/core/plan/preview.ts';
import { change, plan } from '../../report/samples.ts';

const banner = change({
  subject: { kind: 'ConfigMap', scope: 'shop', name: 'banner' },
  action: 'create',
  after: { kind: 'ConfigMap' },
});
const fresh = change({
  subject: { kind: 'ConfigMap', scope: 'shop', name: 'fresh' },
  action: 'create',
  after: { kind: 'ConfigMap' },
});

it('U70: what was synced and is not live was deleted there; what is new was not', () => {
  const drift = withDeletions(plan([banner]));
  const preview = tellDeletions(previewOf(plan([banner]), plan([banner, fresh])), drift);
  if (preview.status === 'failed') throw new Error('It was planned.');
  const marksOf = (changes: typeof preview.yours) =>
    changes.map(({ marks }) => marks.map(({ text }) => text));
  expect(marksOf(preview.drifted)).toEqual([['deleted live; it comes back']]);
  expect(marksOf(preview.yours)).toEqual([[]]);
  expect(preview.plan.fingerprint).toBe(plan([banner, fresh]).fingerprint);
});

it('U70: without a drift nothing was deleted, and it is said once', () => {
  const first = previewOf(plan([banner]), plan([banner]));
  expect(tellDeletions(first, undefined)).toBe(first);
  const drift = withDeletions(withDeletions(plan([banner])));
  expect(drift.changes.map(({ marks }) => marks.length)).toEqual([1]);
});
