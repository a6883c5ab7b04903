import type { Gate } from '../target/environment.ts';
import { type Decision, allOf, leaf } from './decision.ts';
import type { GateFacts } from './facts.ts';
import { APPROVALS } from './rules/approvals.ts';
import { RULES } from './rules/rules.ts';

/**
 * Whether an environment's plan may be deployed, and why. In doubt it may not.
 * @param gates all of them must let it pass
 */
export function decide(facts: GateFacts, gates: readonly Gate[]): Decision {
  const rule = facts.environment;
  const { current } = facts;
  if (current === undefined) return leaf('pending', rule, 'The plan of this commit is being made.');
  if (current.held === true) return leaf('pending', rule, letInFirst(facts.head));
  if (current.fingerprint === undefined) {
    const children = current.problems.map((problem) => leaf('blocked', 'plan', problem));
    return { verdict: 'blocked', rule, reason: 'It cannot be told what merging would change.', children };
  }
  if (!current.different)
    return leaf('skipped', rule, 'Nothing to deploy: merging changes nothing live here.');
  return decidePlan(facts, gates, current.fingerprint);
}

function letInFirst(head: string): string {
  return `It comes from a fork, and nothing of a fork is planned before somebody who may write here has looked at it and says \`/plumb ok ${head.slice(0, 12)}\`. The next push takes that back.`;
}

/** The decision on any shown plan, as if it were the current one. */
export function decidePlan(facts: GateFacts, gates: readonly Gate[], plan: string): Decision {
  if (gates.length === 0) throw new Error(`No gate judges ${facts.environment}.`);
  const decisions = RULES.flatMap((rule) => rule.evaluate(facts, gates, plan));
  const approved = decisions.filter(({ rule }) => rule === APPROVALS.name);
  return allOf(facts.environment, decisions, approved.map(({ reason }) => reason).join(' '));
}
