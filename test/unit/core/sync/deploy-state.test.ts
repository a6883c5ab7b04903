import { describe, expect, it } from 'vitest';
import type { GateVerdict } from '../../../../src/core/gate/decision.ts';
import type { Judged } from '../../../../src/core/gate/judge.ts';
import { type DeployState, deployState } from '../../../../src/core/sync/deploy-state.ts';
import type { SyncState } from '../../../../src/core/sync/state.ts';
import { plan } from '../../report/samples.ts';

const HEAD = 'b'.repeat(40);

interface Given {
  /** Of the targets `a` and `b` how their syncs went, oldest first; what is not named is not touched. */
  readonly a?: readonly SyncState[];
  readonly b?: readonly SyncState[];
  readonly verdict?: GateVerdict;
  readonly passed?: boolean;
  readonly planned?: 'yes' | 'not' | 'outdated' | 'elsewhere';
  readonly standing?: 'due' | 'done';
}

function stateOf({
  a,
  b,
  verdict = 'approved',
  passed = true,
  planned = 'yes',
  standing,
}: Given): DeployState {
  const all = Object.entries({ a, b }).flatMap(([target, states]) =>
    states === undefined ? [] : { target, states },
  );
  const targets = all.map(({ target }) => ({
    status: 'planned' as const,
    target,
    plan: plan([]),
    yours: [],
    drifted: [],
    adopted: [],
  }));
  const preview = { environment: 'production', head: HEAD, fingerprint: 'f', targets };
  const previews = {
    yes: [preview],
    not: [],
    outdated: [preview],
    elsewhere: [{ ...preview, environment: 'x' }],
  };
  const judged = {
    environment: 'production',
    gates: [],
    decision: { verdict, rule: 'production', reason: '', children: [] },
    ...(planned === 'yes' && { record: preview }),
    ...(standing !== undefined && { standing }),
  } as unknown as Judged;
  const syncs = all.flatMap(({ target, states }) => states.map((state) => ({ target, state })));
  const record = passed ? { record: preview, passed: { fingerprint: 'f', approvers: [] } } : undefined;
  return deployState(judged, record, previews[planned], syncs);
}

describe('the deployment of a merged pull request', () => {
  it.each<[DeployState, Given]>([
    ['unplanned', { planned: 'not' }],
    ['unplanned', { planned: 'outdated' }],
    ['nothing', { planned: 'elsewhere' }],
    ['nothing', {}],
    ['due', { standing: 'due' }],
    ['waits', { standing: 'due', passed: false }],
    ['nothing', { standing: 'done' }],
    ['waits', { a: [], passed: false, verdict: 'pending' }],
    ['due', { a: [] }],
    ['due', { a: ['synced'], b: [] }],
    ['running', { a: ['queued'] }],
    ['running', { a: ['synced'], b: ['failed', 'applying'] }],
    ['failed', { a: ['failed'], b: ['queued'] }],
    ['failed', { a: ['synced'], b: ['degraded'] }],
    ['deployed', { a: ['failed', 'synced'], b: ['superseded'] }],
    ['deployed', { a: ['synced'], verdict: 'pending', passed: false }],
    ['waits', { a: ['stale'], verdict: 'pending' }],
    ['due', { a: ['stale'], verdict: 'approved' }],
  ])('U64: is %s with %j', (state, given) => {
    expect(stateOf(given)).toBe(state);
  });
});
