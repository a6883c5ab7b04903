import { describe, expect, it } from 'vitest';
import type { SyncState } from '../../../../src/core/sync/state.ts';
import { type Tried, toBegin } from '../../../../src/core/sync/to-begin.ts';

const PLANS = [
  { target: 'base', fingerprint: '1' },
  { target: 'shop', fingerprint: '2' },
];

/** Syncs by target, oldest first; of the plan that is approved now, unless another one is named. */
function tried(given: Readonly<Record<string, readonly (SyncState | `${SyncState} of another`)[]>>): Tried[] {
  return Object.entries(given).flatMap(([target, all]) =>
    all.map((each) => {
      const [state, ...another] = each.split(' ');
      const now = PLANS.find((plan) => plan.target === target)?.fingerprint ?? '';
      const fingerprint = another.length > 0 ? 'another' : now;
      return { target, state: state as SyncState, approved: { fingerprint } };
    }),
  );
}

describe('what of an environment begins', () => {
  it.each<[string, Parameters<typeof tried>[0], boolean, string[]]>([
    ['all that was never begun', {}, false, ['base', 'shop']],
    ['what is left', { base: ['synced'] }, false, ['shop']],
    ['what has begun goes on', { base: ['applying'], shop: ['queued'] }, false, ['base', 'shop']],
    ['nothing twice', { base: ['failed', 'synced'], shop: ['superseded'] }, true, []],
    ['nothing that failed, unasked', { base: ['failed'], shop: ['degraded'] }, false, []],
    ['what failed, asked for', { base: ['failed'], shop: ['degraded'] }, true, ['base', 'shop']],
    ['what failed last, asked for', { base: ['synced'], shop: ['stale', 'failed'] }, true, ['shop']],
    ['what failed, by another plan', { base: ['failed of another'], shop: ['synced'] }, false, ['base']],
    [
      'what waited for what failed',
      { base: ['failed of another'], shop: ['failed'] },
      false,
      ['base', 'shop'],
    ],
    ['what failed beside what changed', { base: ['synced of another'], shop: ['failed'] }, false, ['shop']],
    ['what went stale', { base: ['stale of another'], shop: ['synced'] }, false, ['base']],
    [
      'a failure of an earlier plan is over',
      { base: ['failed of another', 'failed'], shop: ['synced'] },
      false,
      [],
    ],
  ])('U64: %s', (_what, syncs, asked, targets) => {
    expect(toBegin(PLANS, tried(syncs), asked).map(({ target }) => target)).toEqual(targets);
  });

  it('U64: what is on record without a plan counts as tried', () => {
    expect(toBegin(PLANS, [{ target: 'base', state: 'failed' }], false)).toEqual([PLANS[1]]);
  });
});
