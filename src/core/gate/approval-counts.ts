import type { Gate } from '../target/environment.ts';
import { type Approval, isSame } from './approvals.ts';
import { hasPart } from './contributors.ts';
import type { Decision } from './decision.ts';
import { type GateFacts, type Person, mayWrite } from './facts.ts';
import { planId } from './on-show.ts';

/** Whether one approval counts for a plan, and if not, why. */
export function approvalCounts(facts: GateFacts, approval: Approval, plan: string, gate: Gate): Decision {
  const rule = `approval of @${approval.user}`;
  const reason = personReason(facts, approval.user, gate) ?? bindingReason(facts, approval, plan);
  if (reason !== undefined) return { verdict: 'skipped', rule, reason, children: [] };
  return { verdict: 'approved', rule, reason: `@${approval.user} approved this plan.`, children: [] };
}

/** Why a person's approvals do not count, whichever plan they are of. */
function personReason(facts: GateFacts, user: string, gate: Gate): string | undefined {
  const person = facts.people.get(user.toLowerCase());
  if (person === undefined) return `@${user}: GitHub did not say who that is.`;
  if (person.type !== 'User') return `@${user} is no person.`;
  if (isSame(user, facts.author)) return `@${user} opened the pull request: somebody else must approve it.`;
  if (hasPart(facts.contributors, gate, user))
    return `@${user} has a part in these commits: somebody else must approve them.`;
  if (person.permission === 'unknown') return `@${user}: GitHub did not say what they may do here.`;
  if (!mayWrite(person.permission)) return `@${user} may not write to this repository.`;
  if (gate.administrators === true && person.permission !== 'admin')
    return `@${user} may not administer this repository.`;
  return teamReason(person, gate.from);
}

function teamReason(person: Person, from: readonly string[]): string | undefined {
  if (from.length === 0) return undefined;
  const memberships = from.map((entry) => membership(person, entry));
  if (memberships.includes(true)) return undefined;
  if (memberships.includes('unknown'))
    return `@${person.login}: GitHub did not say whether they are in ${from.join(' or ')}. The App needs "Members: read".`;
  return `@${person.login} is not in ${from.join(' or ')}.`;
}

function membership(person: Person, entry: string): boolean | 'unknown' {
  const name = entry.slice(1);
  return name.includes('/') ? (person.teams.get(name) ?? 'unknown') : isSame(name, person.login);
}

/** Why an approval does not count for this plan. */
function bindingReason(facts: GateFacts, approval: Approval, plan: string): string | undefined {
  const { user, edited, early, takenBack, seen, named } = approval;
  if (takenBack === true)
    return `@${user} approved before a review of theirs that was dismissed or asks for changes, or by a button that was there before it. Approve again with a review.`;
  if (edited === true) return `@${user}: the comment was edited after it was written. Write a new one.`;
  const exactly = `Press the check's button, or write \`/plumb approve ${facts.environment} ${planId(plan)}\`.`;
  if (early === true) return `@${user} pressed a button that was there too early. ${exactly}`;
  if (seen.status === 'none' && named !== undefined)
    return `@${user} named a plan that was not on show then: ${named}. ${exactly}`;
  if (seen.status === 'none') return `@${user} approved before the plan was on show. Approve again.`;
  const of = ` (of ${seen.head.slice(0, 7)})`;
  if (seen.status === 'several')
    return `@${user} approved when more than one plan had been on show${of}: which one was read cannot be told. ${exactly}`;
  if (seen.fingerprint === plan) return undefined;
  return `@${user} approved another plan${of}, which is not this one. Approve again.`;
}
