import type { Gate } from '../../target/environment.ts';
import { describeContributors, howToName, unknownCoAuthors, unknownContributors } from '../contributors.ts';
import { type Decision, leaf } from '../decision.ts';
import type { GateFacts } from '../facts.ts';
import type { GateRule } from './rule.ts';

/** Nobody approves their own change: so every contributor must be known. */
export const CONTRIBUTORS: GateRule = {
  name: 'contributors',
  evaluate: (facts, gates) => gates.map((gate) => named(facts, gate)),
};

function named({ contributors }: GateFacts, gate: Gate): Decision {
  const rule = CONTRIBUTORS.name;
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
