import { decide } from '../../../src/core/gate/decide.ts';
import type { Decision } from '../../../src/core/gate/decision.ts';
import type { GateFacts, Person, ReviewFact } from '../../../src/core/gate/facts.ts';
import type { TargetPreview } from '../../../src/core/plan/preview.ts';
import type { Gate } from '../../../src/core/target/environment.ts';
import type { EnvironmentReport } from '../../../src/report/github/pull-comment.ts';

export const HEAD = 'b'.repeat(40);
const PLAN = 'c'.repeat(32);

export function person(login: string, more: Partial<Person> = {}): [string, Person] {
  return [login.toLowerCase(), { login, type: 'User', permission: 'write', teams: new Map(), ...more }];
}

export function review(user: string, more: Partial<ReviewFact> = {}): ReviewFact {
  return { user, state: 'APPROVED', commit: HEAD, submittedAt: 5000, ...more };
}

/** Ada's pull request, of which one plan was shown, and the gate asks for one approval. */
export function decision(more: Partial<GateFacts> = {}, gate: Partial<Gate> = {}): Decision {
  const facts: GateFacts = {
    environment: 'production',
    head: HEAD,
    plans: [{ head: HEAD, fingerprint: PLAN, sentAt: 1000, shownAt: 2000 }],
    current: { fingerprint: PLAN, problems: [], different: true },
    reviews: [],
    comments: [],
    buttons: [],
    author: 'ada',
    contributors: [{ role: 'author', login: 'ada' }],
    people: new Map([person('ada'), person('grace'), person('linus'), person('eve', { permission: 'read' })]),
    ...more,
  };
  const asked: Gate = {
    approvals: 1,
    from: [],
    freeze: [],
    onPlanChange: 'hold',
    nobody: [],
    updateBranch: 'ignored',
    ...gate,
  };
  return decide(facts, [asked]);
}

/** The same with its plan, as check and comment tell of it. */
export function reportOf(decided: Decision, targets: readonly TargetPreview[]): EnvironmentReport {
  const isPlanned = decided.verdict !== 'blocked' || !decided.children.some(({ rule }) => rule === 'plan');
  return {
    environment: 'production',
    decision: decided,
    targets,
    ...(isPlanned && targets.length > 0 && { fingerprint: PLAN }),
  };
}

export const PENDING = decision();
export const APPROVED = decision({ reviews: [review('grace')] });
export const BLOCKED = decision({
  current: {
    problems: [
      'cluster "prod-us": https://10.0.0.1 cannot be reached: timeout. Check the network.',
      'shop/web.yaml:7: Service shop/web: dry-run refused (Invalid):\nspec.ports[0].port: Required value.',
    ],
    different: true,
  },
});
export const REFUSED = decision({
  reviews: [review('eve'), review('ada'), review('linus', { state: 'CHANGES_REQUESTED' })],
});
export const SKIPPED = decision({ current: { fingerprint: PLAN, problems: [], different: false } });
