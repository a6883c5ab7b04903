import type { Gate } from '../target/environment.ts';
import { approvalCounts } from './approval-counts.ts';
import { approvalsOf, objectionsOf } from './approvals.ts';
import { describeContributors, howToName, unknownCoAuthors, unknownContributors } from './contributors.ts';
import { type Decision, allOf } from './decision.ts';
import type { GateFacts } from './facts.ts';

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
  const approved = gates.map((gate) => approvals(facts, gate, plan));
  const rules = [
    ...gates.flatMap(unsupported),
    ...approved,
    objections(facts),
    ...gates.map((gate) => named(facts, gate)),
  ];
  return allOf(facts.environment, rules, approved.map(({ reason }) => reason).join(' '));
}

function leaf(verdict: Decision['verdict'], rule: string, reason: string): Decision {
  return { verdict, rule, reason, children: [] };
}

/** A rule that this version does not support blocks: it must not be skipped. */
function unsupported({ freeze, onPlanChange }: Gate): Decision[] {
  const reason = (key: string) =>
    `"${key}" is not supported by this version of Plumbline. Remove it from the gate.`;
  return [
    ...(freeze.length > 0 ? [leaf('blocked', 'freeze', reason('freeze'))] : []),
    ...(onPlanChange === 'apply' ? [leaf('blocked', 'on-plan-change', reason('on-plan-change: apply'))] : []),
  ];
}

function approvals(facts: GateFacts, gate: Gate, plan: string): Decision {
  const rule = 'approvals';
  const { approvals: wanted } = gate;
  if (wanted === 0) return leaf('approved', rule, 'No approval is asked for.');
  const children = wordOfEach(facts, gate, plan);
  const given = children.filter(({ verdict }) => verdict === 'approved').length;
  const verdict = given >= wanted ? 'approved' : 'pending';
  return { verdict, rule, reason: `${given} of ${wanted} approvals of this plan by ${who(gate)}.`, children };
}

function who({ from, administrators }: Gate): string {
  if (administrators === true) return 'people who may administer this repository';
  return from.length === 0 ? 'people who may write here' : from.join(' or ');
}

/** For each person the first approval that counts, or the reason why the last one does not. */
function wordOfEach(facts: GateFacts, gate: Gate, plan: string): Decision[] {
  const words = new Map<string, Decision>();
  for (const approval of approvalsOf(facts)) {
    const key = approval.user.toLowerCase();
    if (words.get(key)?.verdict === 'approved') continue;
    words.set(key, approvalCounts(facts, approval, plan, gate));
  }
  return [...words.values()];
}

function objections(facts: GateFacts): Decision {
  const who = objectionsOf(facts).filter((user) => mayObject(facts, user));
  if (who.length === 0) return leaf('approved', 'objections', 'Nobody asks for changes.');
  const names = who.map((user) => `@${user}`).join(', ');
  // The same person's comment or button may approve all the same: at GitHub only a review takes a review back.
  return leaf(
    'blocked',
    'objections',
    `${names} asked for changes in a review, and that stands: no comment and no button takes it back, only a review that approves. Or it is dismissed.`,
  );
}

/** Whether a person's objection counts: they may write, or, since doubt denies, their permission is unknown. */
function mayObject({ people }: GateFacts, user: string): boolean {
  const permission = people.get(user.toLowerCase())?.permission ?? 'unknown';
  return !['none', 'read', 'triage'].includes(permission);
}

/** Nobody approves their own change: so every contributor must be known. */
function named({ contributors }: GateFacts, gate: Gate): Decision {
  const rule = 'contributors';
  if (gate.approvals === 0) return leaf('approved', rule, 'No approval is asked for.');
  const unknown = unknownContributors(contributors, gate);
  if (unknown.length === 0) return leaf('approved', rule, knownReason(contributors, gate));
  const who = describeContributors(unknown);
  const reason = `Unknown to GitHub: ${who}. So an approval could be their own. ${howToName(unknown)}`;
  return leaf('blocked', rule, reason);
}

function knownReason(contributors: GateFacts['contributors'], gate: Gate): string {
  const known = 'Everybody who has a part in the commits is known.';
  const coAuthors = unknownCoAuthors(contributors, gate);
  if (coAuthors.length === 0) return known;
  return `${known} Only named as co-author, and of no account, so that nobody's approval is their own: ${describeContributors(coAuthors)}.`;
}
