import type { Gate } from '../../target/environment.ts';
import { approvalCounts } from '../approval-counts.ts';
import { approvalsOf } from '../approvals.ts';
import { type Decision, leaf } from '../decision.ts';
import type { GateFacts } from '../facts.ts';
import type { GateRule } from './rule.ts';

/** So many people whose word counts approved exactly this plan. */
export const APPROVALS: GateRule = {
  name: 'approvals',
  evaluate: (facts, gates, plan) => gates.map((gate) => approvals(facts, gate, plan)),
};

function approvals(facts: GateFacts, gate: Gate, plan: string): Decision {
  const rule = APPROVALS.name;
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
