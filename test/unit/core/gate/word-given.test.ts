import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../../src/core/gate/decide.ts';
import type { CommentFact, GateFacts } from '../../../../src/core/gate/facts.ts';
import { wordGiven } from '../../../../src/core/gate/word-given.ts';
import type { Gate } from '../../../../src/core/target/environment.ts';
import { person, review } from '../../report/gate-samples.ts';

const HEAD = 'b'.repeat(40);
const PLAN = 'c'.repeat(32);
const OTHER = 'd'.repeat(32);

const GATE: Gate = {
  approvals: 1,
  from: [],
  freeze: [],
  onPlanChange: 'hold',
  nobody: [],
  updateBranch: 'ignored',
};

const FACTS: GateFacts = {
  environment: 'production',
  head: HEAD,
  plans: [{ head: HEAD, fingerprint: PLAN, sentAt: 1000, shownAt: 2000 }],
  current: { fingerprint: PLAN, problems: [], different: true },
  reviews: [],
  comments: [],
  buttons: [],
  author: 'ada',
  contributors: [
    { role: 'author', login: 'ada' },
    { role: 'pusher', login: 'linus' },
  ],
  people: new Map([
    person('ada'),
    person('grace'),
    person('linus'),
    person('eve', { permission: 'read' }),
    person('renovate', { type: 'Bot' }),
  ]),
};

/** `current: undefined`: it is being planned. */
type Given = Omit<Partial<GateFacts>, 'current'> & { readonly current?: GateFacts['current'] | undefined };

function caseOf(given: Given = {}, gates: readonly Gate[] = [GATE]) {
  const { current, ...rest } = { ...FACTS, ...given };
  const facts: GateFacts = { ...rest, ...(current !== undefined && { current }) };
  return { environment: facts.environment, facts, gates, decision: decide(facts, gates) };
}

interface Said {
  readonly by?: string;
  readonly body?: string;
  readonly at?: number;
  readonly edited?: boolean;
}

function said({ by = 'grace', body = '/plumb approve', at = 5000, edited = false }: Said = {}) {
  return { author: { login: by }, body, createdAt: at, updatedAt: edited ? at + 1000 : at };
}

const told = (comment: ReturnType<typeof said>, ...cases: ReturnType<typeof caseOf>[]) => {
  const { counts, remarks } = wordGiven(comment, cases);
  return { counts, text: remarks.map(({ environment, reason }) => `${environment}: ${reason}`).join('\n') };
};

describe('the word of /plumb approve', () => {
  it('counts, and nothing more is to be said', () => {
    expect(told(said(), caseOf())).toEqual({ counts: true, text: '' });
    expect(told(said({ body: `/plumb approve production ${PLAN.slice(0, 8)}` }), caseOf()).counts).toBe(true);
  });

  it.each<[string, Said, Given, Partial<Gate>, RegExp]>([
    ['of the author', { by: 'ada' }, {}, {}, /@ada opened the pull request/],
    ['of who pushed', { by: 'linus' }, {}, {}, /@linus has a part in these commits/],
    ['of who may not write', { by: 'eve' }, {}, {}, /@eve may not write/],
    ['of a bot', { by: 'renovate' }, {}, {}, /is no person/],
    ['of no reviewer', {}, {}, { from: ['@ada'] }, /@grace is not in @ada/],
    ['of who cannot be told', {}, {}, { from: ['@acme/sre'] }, /did not say whether they are in/],
    ['of no administrator', {}, {}, { administrators: true }, /may not administer/],
    ['before anything was planned', {}, { plans: [], current: undefined }, {}, /is being made/],
    ['before it was on show', { at: 2000 }, {}, {}, /before the plan was on show\. Approve again/],
    [
      'after several plans',
      {},
      { plans: [{ head: HEAD, fingerprint: OTHER, sentAt: 500, shownAt: 600 }, ...FACTS.plans] },
      {},
      /more than one plan had been on show.*`\/plumb approve production cccccccc`/,
    ],
    ...[500, 3000].map((sentAt): [string, Said, Given, Partial<Gate>, RegExp] => [
      `with the plan of another pull request in the check (${sentAt})`,
      {},
      {
        plans: [
          ...FACTS.plans,
          { head: 'a'.repeat(40), fingerprint: OTHER, sentAt, shownAt: sentAt + 100, elsewhere: true },
        ],
      },
      {},
      /more than one plan had been on show/,
    ]),
    [
      'of another plan, by its id',
      { body: '/plumb approve production dddddddd' },
      { plans: [{ head: HEAD, fingerprint: OTHER, sentAt: 500, shownAt: 600 }, ...FACTS.plans] },
      {},
      /approved another plan/,
    ],
    [
      'of no plan at all, by its id',
      { body: '/plumb approve production 01234567' },
      {},
      {},
      /named a plan that was not on show then: 01234567\..*`\/plumb approve production cccccccc`/,
    ],
    ['that was edited', { edited: true }, {}, {}, /comment was edited/],
    [
      'of what cannot be told',
      {},
      { current: { problems: ['the cluster is gone'], different: true } },
      {},
      /cannot be told what merging would change/,
    ],
    [
      'of a fork that nobody let in',
      {},
      { current: { problems: [], different: false, held: true } },
      {},
      /comes from a fork/,
    ],
    [
      'that a later review takes back',
      {},
      { reviews: [review('grace', { state: 'CHANGES_REQUESTED', submittedAt: 6000 })] },
      {},
      /review of theirs that was dismissed or asks for changes/,
    ],
    ['where none is asked for', {}, {}, { approvals: 0 }, /No approval is asked for/],
    [
      'of what changes nothing',
      {},
      { current: { fingerprint: PLAN, problems: [], different: false } },
      {},
      /changes nothing live here/,
    ],
  ])('U57, U64: %s does not count, and it is said why', (_what, word, facts, gate, reason) => {
    const { counts, text } = told(said(word), caseOf(facts, [{ ...GATE, ...gate }]));
    expect(counts).toBe(false);
    expect(text).toMatch(reason);
    expect(text).not.toContain('\n');
  });

  it('U64: of who approved before counts once, and that is said', () => {
    const at = (createdAt: number): CommentFact => ({ user: 'grace', createdAt, updatedAt: createdAt });
    for (const comments of [[at(4000)], [at(4000), at(5000)], [at(5000), at(5000)]]) {
      const { counts, text } = told(said(), caseOf({ comments }));
      expect(counts).toBe(true);
      expect(text).toContain('had approved this plan already');
    }
    expect(told(said(), caseOf({ comments: [at(5000)] })).text).toBe('');
  });

  it('counts beside an older review of the same person that asks for changes, which is said to stand', () => {
    const reviews = [review('grace', { state: 'CHANGES_REQUESTED', submittedAt: 3000 })];
    const { counts, text } = told(said(), caseOf({ reviews }));
    expect(counts).toBe(true);
    expect(text).toContain('still asks for changes');
  });

  it('counts for one gate of several, and what the other one says is said', () => {
    const { counts, text } = told(said(), caseOf({}, [GATE, { ...GATE, from: ['@ada'] }]));
    expect(counts).toBe(true);
    expect(text).toContain('is not in @ada');
  });

  it('of every environment: what is idle is not told where another one is approved', () => {
    const clean = { fingerprint: PLAN, problems: [], different: false };
    const idle = caseOf({ environment: 'staging', current: clean });
    expect(told(said(), caseOf(), idle)).toEqual({ counts: true, text: '' });
    const late = caseOf({ environment: 'live', current: undefined });
    expect(told(said(), caseOf(), idle, late).text).toMatch(/^live: The plan of this commit is being made/);
    expect(told(said(), idle).text).toMatch(/^staging: Nothing to deploy/);
  });

  it('is of the environment that it names alone', () => {
    const staging = caseOf({ environment: 'staging', author: 'grace' });
    expect(told(said({ body: '/plumb approve production' }), caseOf(), staging).text).toBe('');
    expect(told(said({ body: '/plumb approve staging' }), caseOf(), staging).counts).toBe(false);
  });

  it('U57: counts exactly where the gate passes by it', () => {
    const times = fc.constantFrom(1000, 2000, 3000, 4000, 5000, 6000);
    const plan = fc.record({
      head: fc.constantFrom(HEAD, 'a'.repeat(40)),
      fingerprint: fc.constantFrom(PLAN, OTHER),
      sentAt: times,
      shownAt: fc.option(times, { nil: undefined }),
    });
    const word = fc.record({
      by: fc.constantFrom('grace', 'grace', 'grace', 'ada', 'linus', 'eve', 'renovate'),
      body: fc.constantFrom('/plumb approve', '/plumb approve production cccccccc', '/plumb approve staging'),
      at: times,
      edited: fc.constantFrom(false, false, true),
    });
    let counted = 0;
    fc.assert(
      fc.property(
        fc.array(plan, { maxLength: 3 }),
        word,
        fc.constantFrom(true, true, false),
        (plans, given, different) => {
          const shown = plans.map(({ shownAt, ...rest }) => ({
            ...rest,
            ...(shownAt !== undefined && { shownAt }),
          }));
          const comment = said(given);
          const isHere = !given.body.includes('staging');
          const named = given.body.endsWith('cccccccc') ? { plan: 'cccccccc' } : {};
          const { createdAt, updatedAt } = comment;
          const comments = isHere ? [{ user: given.by, createdAt, updatedAt, ...named }] : [];
          const current = { fingerprint: PLAN, problems: [], different };
          const one = caseOf({ plans: shown, comments, current });
          const { counts } = wordGiven(comment, [one]);
          expect(counts).toBe(one.decision.verdict === 'approved');
          if (counts) counted += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(counted).toBeGreaterThan(30);
  });
});
