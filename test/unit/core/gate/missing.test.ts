import { describe, expect, it } from 'vitest';
import { type Basis, basisOfDecision, basisOfNow, withSay } from '../../../../src/core/gate/basis.ts';
import {
  type Missing,
  type SeenCheck,
  type SeenCommit,
  missingOn,
} from '../../../../src/core/gate/missing.ts';
import type { PreviewFact } from '../../../../src/core/gate/recorded.ts';
import { previewOf } from '../../../../src/core/plan/preview.ts';
import { plan } from '../../report/samples.ts';

const NOW = 'now';
const PLANNED = { status: 'failed', target: 'production/shop', code: 'unreachable', message: 'No' } as const;
const OUTDATED = previewOf(undefined, plan([], { outdated: true }));
const INVALID = { ...PLANNED, target: '.github/plumbline.yml', code: 'invalid-config' } as const;

function record(more: Partial<PreviewFact> = {}): PreviewFact {
  return { environment: 'production', head: 'h', targets: [PLANNED], shownAt: 2000, ...more };
}

function pull(
  records: readonly (PreviewFact | undefined)[],
  state: 'open' | 'merged' = 'open',
  stillPlanned = true,
) {
  const cases = records.map((each) => ({
    environment: each?.environment ?? 'production',
    gates: [],
    ...(each !== undefined && { record: each }),
  }));
  return { number: 7, state, updatedAt: 1000, readAt: 9000, cases, stillPlanned };
}

const DECIDED: SeenCheck = { conclusion: 'success', environment: 'production', basis: NOW };
const TAKEN_BACK: SeenCheck = {};

function commit(
  checks: Readonly<{ [environment: string]: SeenCheck }> = { production: DECIDED },
  more: Partial<SeenCommit> = {},
): SeenCommit {
  const known = ['production'];
  const check = (environment: string) => checks[environment];
  return { pulls: [pull([record()])], basis: NOW, readable: true, known, check, ...more };
}

const NOTHING: Missing = { plan: [], decide: false };
const DECIDE: Missing = { plan: [], decide: true };
const PLAN: Missing = { plan: [7], decide: false };

const ROWS: readonly (readonly [string, SeenCommit, Missing])[] = [
  ['is nothing where all is as it should be', commit(), NOTHING],
  ['is a check that is not there', commit({}), DECIDE],
  ['is a check without a verdict', commit({ production: { environment: 'production' } }), DECIDE],
  ['is a check of a state before', commit({ production: { ...DECIDED, basis: 'before' } }), DECIDE],
  ['is a check that was taken back, and is wanted again', commit({ production: TAKEN_BACK }), DECIDE],
  [
    'is a plan that is not on show yet',
    commit(undefined, { pulls: [pull([record({ shownAt: undefined as never })])] }),
    DECIDE,
  ],
  [
    'is nothing where nothing of a plan needs to be seen',
    commit(undefined, { pulls: [pull([record({ targets: [], shownAt: undefined as never })])] }),
    NOTHING,
  ],
  [
    'is a check also where no target of its environment is touched',
    commit({}, { pulls: [pull([record({ targets: [], shownAt: undefined as never })])] }),
    DECIDE,
  ],
  ['is a plan of the head', commit({}, { pulls: [pull([undefined])] }), PLAN],
  ['is a plan in a repository without environments', commit({}, { pulls: [pull([])], known: [] }), PLAN],
  [
    'is a plan that may have changed with the default branch',
    commit(undefined, { pulls: [pull([record()], 'open', false)] }),
    PLAN,
  ],
  [
    'is a plan where an earlier version has made it',
    commit(undefined, { pulls: [pull([record({ targets: [OUTDATED] })])] }),
    PLAN,
  ],
  [
    'is no plan once it is merged, only a verdict',
    commit({}, { pulls: [pull([record()], 'merged', false)] }),
    DECIDE,
  ],
  [
    'is a plan where a complaint about the configuration has outlived it',
    commit(undefined, { configuration: { conclusion: 'failure' } }),
    PLAN,
  ],
  [
    'is nothing where that complaint is true',
    commit(undefined, {
      configuration: { conclusion: 'failure' },
      pulls: [pull([record({ targets: [INVALID] })])],
    }),
    NOTHING,
  ],
  ['is to take back what is said of one that left', commit(undefined, { pulls: [] }), DECIDE],
  ['is nothing where that is taken back', commit({ production: TAKEN_BACK }, { pulls: [] }), NOTHING],
  ['is nothing where nothing was said of it', commit({}, { pulls: [] }), NOTHING],
  [
    'is to close the check of an environment that is gone',
    commit(
      { production: DECIDED, old: { environment: 'old', basis: NOW } },
      { known: ['production', 'old'] },
    ),
    DECIDE,
  ],
  [
    'is nothing where that is closed',
    commit({ production: DECIDED, old: { conclusion: 'neutral' } }, { known: ['production', 'old'] }),
    NOTHING,
  ],
  [
    'is nothing where nobody knows which environments are gone',
    commit(
      { production: DECIDED, old: { environment: 'old', basis: NOW } },
      { known: ['production', 'old'], readable: false },
    ),
    NOTHING,
  ],
];

describe('U52: what is missing on a commit', () => {
  it.each(ROWS)('%s', (_name, given, missing) => {
    expect(missingOn(given)).toEqual(missing);
  });
});

describe('U52: what a check was decided by', () => {
  const one = { number: 7, state: 'open' as const, updatedAt: 5000, readAt: 6000 };
  const basis = (more: Partial<Basis> = {}): Basis => ({
    inForce: 1,
    pulls: [one],
    plans: [3],
    presses: [],
    ...more,
  });
  const decided = basisOfDecision(basis());

  it('is the same while nothing happens', () => {
    const later = { ...one, readAt: 60_000 };
    expect(basisOfNow(basis({ pulls: [later] }))).toBe(decided);
  });

  it.each<[string, Partial<Basis>]>([
    ['something is said in the pull request', { pulls: [{ ...one, updatedAt: 7000 }] }],
    ['it is merged', { pulls: [{ ...one, state: 'merged' }] }],
    ['another one has the same head', { pulls: [one, { ...one, number: 8 }] }],
    ['another plan was made', { plans: [3, 4] }],
    ['a button was pressed', { presses: [4000] }],
    ['another configuration is in force', { inForce: 2 }],
  ])('is another one once %s', (_what, more) => {
    expect(basisOfNow(basis(more))).not.toBe(decided);
  });

  it('is in doubt of the very second in which it was read', () => {
    const doubtful = { ...one, readAt: 5000 };
    const found = basisOfDecision(basis({ pulls: [doubtful] }));
    expect([5000, 6000].map((readAt) => basisOfNow(basis({ pulls: [{ ...one, readAt }] })))).not.toContain(
      found,
    );
  });

  it('heeds merged pull requests only where none is open', () => {
    const merged = { ...one, number: 5, state: 'merged' as const };
    const closed = { ...one, number: 4, state: 'closed' as const };
    const numbers = (pulls: Parameters<typeof withSay>[0]) => withSay(pulls).map(({ number }) => number);
    expect(numbers([one, merged, closed])).toEqual([7]);
    expect(numbers([{ ...merged, number: 6 }, merged, closed])).toEqual([5, 6]);
  });
});
