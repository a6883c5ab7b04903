import type { Gate } from '../target/environment.ts';
import { approvalCounts } from './approval-counts.ts';
import { approvalsOf } from './approvals.ts';
import { decidePlan } from './decide.ts';
import type { GateFacts } from './facts.ts';

export interface ApprovedPlan {
  readonly fingerprint: string;
  /** Logins of the people whose approval counts. */
  readonly approvers: readonly string[];
}

/**
 * The latest plan of the head that its gates let pass. Live may have changed since, and a newer plan may be unapproved:
 * then this one is stale, and the sync can show the differences from the approved plan.
 * Plans without a difference pass by themselves; any other must have been on show.
 */
export function approvedPlan(facts: GateFacts, gates: readonly Gate[]): ApprovedPlan | undefined {
  const { current } = facts;
  if (current?.held === true) return undefined;
  if (current?.fingerprint !== undefined && !current.different)
    return { fingerprint: current.fingerprint, approvers: [] };
  const passed = candidates(facts, gates).find(
    (fingerprint) => decidePlan(facts, gates, fingerprint).verdict === 'approved',
  );
  return passed === undefined
    ? undefined
    : { fingerprint: passed, approvers: approversOf(facts, gates, passed) };
}

/** Plans of the head that were on show, the latest first. */
function candidates({ plans, head }: GateFacts, gates: readonly Gate[]): string[] {
  const shown = plans.filter((plan) => plan.head === head && plan.shownAt !== undefined).toReversed();
  // Where no gate asks for an approval, only the plan shown last can pass.
  const considered = gates.some(({ approvals }) => approvals > 0) ? shown : shown.slice(0, 1);
  return [...new Set(considered.flatMap(({ fingerprint }) => fingerprint ?? []))];
}

/** The people whose approval of a plan counts for at least one of the gates. */
export function approversOf(facts: GateFacts, gates: readonly Gate[], plan: string): string[] {
  const counting = approvalsOf(facts).filter((approval) =>
    gates.some((gate) => approvalCounts(facts, approval, plan, gate).verdict === 'approved'),
  );
  return [...new Map(counting.map(({ user }) => [user.toLowerCase(), user])).values()];
}
