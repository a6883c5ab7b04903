import { objectionsOf } from '../approvals.ts';
import { type Decision, leaf } from '../decision.ts';
import type { GateFacts } from '../facts.ts';
import type { GateRule } from './rule.ts';

/** Nobody who may write asks for changes. */
export const OBJECTIONS: GateRule = {
  name: 'objections',
  evaluate: (facts) => [objections(facts)],
};

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
