import { describe, expect, it } from 'vitest';
import { approvedPlan } from '../../../../src/core/gate/approved-plan.ts';
import { decide } from '../../../../src/core/gate/decide.ts';
import type { Decision } from '../../../../src/core/gate/decision.ts';
import type { CommentFact, GateFacts, Person, ReviewFact } from '../../../../src/core/gate/facts.ts';
import type { Gate } from '../../../../src/core/target/environment.ts';

const OLD = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const GATE: Gate = {
  approvals: 1,
  from: [],
  freeze: [],
  onPlanChange: 'hold',
  nobody: [],
  updateBranch: 'ignored',
};

function person(login: string, more: Partial<Person> = {}): [string, Person] {
  return [login, { login, type: 'User', permission: 'write', teams: new Map(), ...more }];
}

const PEOPLE = new Map([
  person('grace', { teams: new Map([['acme/sre', true]]) }),
  person('linus', { teams: new Map([['acme/sre', false]]) }),
  person('hidden', { teams: new Map([['acme/sre', 'unknown']]) }),
  person('eve', { permission: 'read' }),
  person('riddle', { permission: 'unknown' }),
  person('robot[bot]', { type: 'Bot' }),
  person('ada'),
  person('cy'),
]);

/** Ada's pull request: the plan p1 of an old head, then p2 of this head, shown at 1, 2 and 3 seconds. */
function facts(more: Partial<GateFacts> = {}): GateFacts {
  return {
    environment: 'production',
    head: HEAD,
    plans: [
      { head: OLD, fingerprint: 'p1', sentAt: 0, shownAt: 1000 },
      { head: HEAD, fingerprint: 'p2', sentAt: 1000, shownAt: 2000 },
    ],
    current: { fingerprint: 'p2', problems: [], different: true },
    reviews: [],
    comments: [],
    buttons: [],
    author: 'ada',
    contributors: [
      { role: 'author', login: 'ada' },
      { role: 'pusher', login: 'cy' },
    ],
    people: PEOPLE,
    ...more,
  };
}

function review(user: string, more: Partial<ReviewFact> = {}): ReviewFact {
  return { user, state: 'APPROVED', commit: HEAD, submittedAt: 5000, ...more };
}

function comment(user: string, more: Partial<CommentFact> = {}): CommentFact {
  return { user, createdAt: 5000, updatedAt: 5000, ...more };
}

function reasons(decision: Decision): string {
  return [decision.reason, ...decision.children.map(reasons)].join('\n');
}

interface Row {
  readonly name: string;
  readonly facts: Partial<GateFacts>;
  readonly gate?: Partial<Gate>;
  readonly verdict: Decision['verdict'];
  readonly because: RegExp;
}

const ROWS: readonly Row[] = [
  {
    name: 'one review of this plan is enough',
    facts: { reviews: [review('grace')] },
    verdict: 'approved',
    because: /@grace approved this plan/,
  },
  { name: 'nobody has approved yet', facts: {}, verdict: 'pending', because: /0 of 1 approvals/ },
  {
    name: 'two are wanted and one is given',
    facts: { reviews: [review('grace')] },
    gate: { approvals: 2 },
    verdict: 'pending',
    because: /1 of 2 approvals/,
  },
  {
    name: 'one person counts once, however often they approve',
    facts: { reviews: [review('grace')], comments: [comment('grace')] },
    gate: { approvals: 2 },
    verdict: 'pending',
    because: /1 of 2/,
  },
  {
    name: 'none is wanted',
    facts: {},
    gate: { approvals: 0 },
    verdict: 'approved',
    because: /No approval is asked for/,
  },
  {
    name: 'nothing would change',
    facts: { current: { fingerprint: 'p2', problems: [], different: false } },
    verdict: 'skipped',
    because: /Nothing to deploy/,
  },
  {
    name: 'the plan failed',
    facts: { current: { problems: ['shop: unreachable'], different: true }, reviews: [review('grace')] },
    gate: { approvals: 0 },
    verdict: 'blocked',
    because: /unreachable/,
  },
  {
    name: 'there is no plan of the head yet',
    facts: { reviews: [review('grace')], ...without('current') },
    verdict: 'pending',
    because: /being made/,
  },
  {
    name: 'I6: an approval of an earlier plan of the same commit does not count',
    facts: {
      plans: [
        { head: HEAD, fingerprint: 'p0', sentAt: 1000, shownAt: 2000 },
        { head: HEAD, fingerprint: 'p2', sentAt: 8000, shownAt: 9000 },
      ],
      reviews: [review('grace')],
    },
    verdict: 'pending',
    because: /more than one plan|another plan/,
  },
  {
    name: 'S15: an approval of an earlier commit with another plan does not count',
    facts: { reviews: [review('grace', { commit: OLD })] },
    verdict: 'pending',
    because: /another plan \(of aaaaaaa\)/,
  },
  {
    name: 'a rebase that changes nothing keeps its approvals',
    facts: {
      plans: [
        { head: OLD, fingerprint: 'p2', sentAt: 0, shownAt: 1000 },
        { head: HEAD, fingerprint: 'p2', sentAt: 8000, shownAt: 9000 },
      ],
      reviews: [review('grace', { commit: OLD })],
    },
    verdict: 'approved',
    because: /@grace approved this plan/,
  },
  {
    name: 'an approval from before any plan does not count',
    facts: { reviews: [review('grace', { submittedAt: 1000, commit: HEAD })] },
    verdict: 'pending',
    because: /before the plan was on show/,
  },
  {
    name: 'U10: a review in the second in which the plan was shown does not count',
    facts: { reviews: [review('grace', { submittedAt: 2000 })] },
    verdict: 'pending',
    because: /before the plan was on show/,
  },
  {
    name: 'S7: an edited comment does not count',
    facts: { comments: [comment('grace', { updatedAt: 6000 })] },
    verdict: 'pending',
    because: /edited/,
  },
  {
    name: 'S8: a bot does not count',
    facts: { reviews: [review('robot[bot]')] },
    verdict: 'pending',
    because: /no person/,
  },
  {
    name: 'S10: somebody whose team GitHub will not tell does not count',
    facts: { reviews: [review('hidden')] },
    gate: { from: ['@acme/sre'] },
    verdict: 'pending',
    because: /did not say whether they are in @acme\/sre/,
  },
  {
    name: 'S10: somebody whose permission GitHub will not tell does not count',
    facts: { reviews: [review('riddle')] },
    verdict: 'pending',
    because: /did not say what they may do/,
  },
  {
    name: 'S12: the author does not count',
    facts: { comments: [comment('ada')] },
    verdict: 'pending',
    because: /opened the pull request/,
  },
  {
    name: 'S12: a committer, co-author or pusher does not count, in any spelling',
    facts: {
      reviews: [review('CY')],
      people: new Map([
        ...PEOPLE,
        ['cy', { login: 'CY', type: 'User', permission: 'write', teams: new Map() }],
      ]),
    },
    verdict: 'pending',
    because: /has a part in these commits/,
  },
  {
    name: 'S12: a commit of nobody knows whom blocks',
    facts: {
      reviews: [review('grace')],
      contributors: [{ role: 'author', address: 'x@example.com', commit: HEAD }],
    },
    verdict: 'blocked',
    because: /could be their own/,
  },
  {
    name: 'U47: a co-author of no account blocks nothing, and is said by commit and address',
    facts: {
      reviews: [review('grace')],
      contributors: [{ role: 'co-author', address: 'noreply@agent.example', commit: HEAD }],
    },
    verdict: 'approved',
    because: /of no account.*the co-author of bbbbbbb \(noreply@agent\.example\)/,
  },
  {
    name: 'U47: an author of no account blocks, and is said by commit and address',
    facts: {
      reviews: [review('grace')],
      contributors: [{ role: 'author', address: 'x@example.com', commit: HEAD }],
    },
    verdict: 'blocked',
    because: /the author of bbbbbbb \(x@example\.com\).*gate\.nobody/,
  },
  {
    name: 'U47: unless the gate lists the address as nobody',
    facts: {
      reviews: [review('grace')],
      contributors: [{ role: 'author', address: 'x@example.com', commit: HEAD }],
    },
    gate: { nobody: ['x@example.com'] },
    verdict: 'approved',
    because: /@grace approved/,
  },
  {
    name: 'U48: who pressed "Update branch" may approve',
    facts: {
      reviews: [review('grace')],
      contributors: [{ role: 'author', login: 'grace', commit: HEAD, merge: true }],
    },
    verdict: 'approved',
    because: /@grace approved/,
  },
  {
    name: 'U48: unless the gate counts that',
    facts: {
      reviews: [review('grace')],
      contributors: [{ role: 'author', login: 'grace', commit: HEAD, merge: true }],
    },
    gate: { updateBranch: 'counts' },
    verdict: 'pending',
    because: /@grace has a part/,
  },
  {
    name: 'S13: a mere reader does not count',
    facts: { reviews: [review('eve')] },
    verdict: 'pending',
    because: /may not write/,
  },
  {
    name: 'a member of the team counts',
    facts: { reviews: [review('grace')] },
    gate: { from: ['@acme/sre'] },
    verdict: 'approved',
    because: /@grace/,
  },
  {
    name: 'somebody outside of the team does not count',
    facts: { reviews: [review('linus')] },
    gate: { from: ['@acme/sre'] },
    verdict: 'pending',
    because: /not in @acme\/sre/,
  },
  {
    name: 'a person who is named counts',
    facts: { reviews: [review('linus')] },
    gate: { from: ['@acme/sre', '@Linus'] },
    verdict: 'approved',
    because: /@linus/,
  },
  {
    name: 'a later request for changes takes the approval back, and blocks',
    facts: { reviews: [review('grace'), review('grace', { state: 'CHANGES_REQUESTED', submittedAt: 6000 })] },
    verdict: 'blocked',
    because: /asked for changes/,
  },
  {
    name: 'U57: who approves by a comment after asking for changes is told that the review stands',
    facts: {
      reviews: [review('grace', { state: 'CHANGES_REQUESTED' })],
      comments: [comment('grace', { createdAt: 6000, updatedAt: 6000 })],
    },
    verdict: 'blocked',
    because:
      /@grace approved this plan\.[^]*@grace asked for changes in a review, and that stands: no comment and no button/,
  },
  {
    name: 'U57: who asks for changes after approving is told to approve by a review, which takes both back',
    facts: {
      reviews: [review('grace', { state: 'CHANGES_REQUESTED', submittedAt: 6000 })],
      comments: [comment('grace')],
      buttons: [{ user: 'grace', fingerprint: 'p2', shownAt: 2000 }],
    },
    verdict: 'blocked',
    because: /button that was there before it\. Approve again with a review\./,
  },
  {
    name: 'U57: an approving review after asking for changes is all that is needed',
    facts: {
      reviews: [review('grace', { state: 'CHANGES_REQUESTED' }), review('grace', { submittedAt: 6000 })],
    },
    verdict: 'approved',
    because: /Nobody asks/,
  },
  {
    name: "a reader's request for changes blocks nobody",
    facts: { reviews: [review('grace'), review('eve', { state: 'CHANGES_REQUESTED' })] },
    verdict: 'approved',
    because: /Nobody asks/,
  },
  {
    name: 'a dismissed review does not count',
    facts: { reviews: [review('grace', { state: 'DISMISSED' })] },
    verdict: 'pending',
    because: /0 of 1/,
  },
  {
    name: 'U10: a dismissed review takes an older approval by comment with it, and that is said',
    facts: {
      comments: [comment('grace', { createdAt: 4000, updatedAt: 4000 })],
      reviews: [review('grace', { state: 'DISMISSED' })],
    },
    verdict: 'pending',
    because: /@grace approved before a review of theirs that was dismissed/,
  },
  {
    name: 'U10: and one of the same second',
    facts: { comments: [comment('grace')], reviews: [review('grace', { state: 'DISMISSED' })] },
    verdict: 'pending',
    because: /dismissed/,
  },
  {
    name: 'U10: and a press of a button that was there before it: nobody knows when it was pressed',
    facts: {
      buttons: [{ user: 'grace', fingerprint: 'p2', shownAt: 2000 }],
      reviews: [review('grace', { state: 'DISMISSED' })],
    },
    verdict: 'pending',
    because: /Approve again with a review/,
  },
  {
    name: 'U10: what is approved after the review that was dismissed counts',
    facts: {
      comments: [comment('grace', { createdAt: 6000, updatedAt: 6000 })],
      reviews: [review('grace', { state: 'DISMISSED' })],
    },
    verdict: 'approved',
    because: /@grace/,
  },
  {
    name: 'a remark after an approval takes nothing back',
    facts: { reviews: [review('grace'), review('grace', { state: 'COMMENTED', submittedAt: 6000 })] },
    verdict: 'approved',
    because: /@grace/,
  },
  {
    name: 'the button approves the plan that it is on',
    facts: { buttons: [{ user: 'grace', fingerprint: 'p2', shownAt: 2000 }] },
    verdict: 'approved',
    because: /@grace/,
  },
  {
    name: 'the button of an earlier plan does not',
    facts: { buttons: [{ user: 'grace', fingerprint: 'p1', shownAt: 2000 }] },
    verdict: 'pending',
    because: /another plan/,
  },
  {
    name: 'S25: a freeze, which is not built yet, is not passed by',
    facts: { reviews: [review('grace')] },
    gate: { freeze: ['Fri 16:00'] },
    verdict: 'blocked',
    because: /"freeze" is not supported/,
  },
];

function without(key: 'current'): Partial<GateFacts> {
  // A key that is there and undefined is not the same as one that is not there.
  const copy: Record<string, unknown> = { [key]: undefined };
  return copy;
}

describe('the gate', () => {
  it.each(ROWS)('$name', ({ facts: more, gate, verdict, because }) => {
    const decision = decide(facts(more), [{ ...GATE, ...gate }]);
    expect(decision.verdict).toBe(verdict);
    expect(reasons(decision)).toMatch(because);
  });
});

describe('what was approved, at the merge', () => {
  it('is the plan that was approved, also when a newer one is on show: that one was not', () => {
    const changed = facts({
      plans: [
        { head: HEAD, fingerprint: 'p2', sentAt: 1000, shownAt: 2000 },
        { head: HEAD, fingerprint: 'p3', sentAt: 6000, shownAt: 7000 },
      ],
      current: { fingerprint: 'p3', problems: [], different: true },
      reviews: [review('grace')],
    });
    expect(decide(changed, [GATE]).verdict).toBe('pending');
    expect(approvedPlan(changed, [GATE])).toEqual({ fingerprint: 'p2', approvers: ['grace'] });
  });

  it('is nothing when only an earlier head was approved', () => {
    expect(approvedPlan(facts({ reviews: [review('grace', { commit: OLD })] }), [GATE])).toBeUndefined();
  });

  it('is the last plan where nobody has to approve', () => {
    expect(approvedPlan(facts(), [{ ...GATE, approvals: 0 }])).toEqual({ fingerprint: 'p2', approvers: [] });
  });

  it('is nothing when the last plan failed and nobody has to approve', () => {
    const failed = facts({
      plans: [
        { head: HEAD, fingerprint: 'p2', sentAt: 1000, shownAt: 2000 },
        { head: HEAD, sentAt: 6000, shownAt: 7000 },
      ],
      current: { problems: ['unreachable'], different: true },
    });
    expect(approvedPlan(failed, [{ ...GATE, approvals: 0 }])).toBeUndefined();
  });
});
