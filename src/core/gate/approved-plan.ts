import type { Gate } from '../environment.ts';
import type { Approval } from './approvals.ts';
import { approvalsOf } from './approvals.ts';
import { approvalCounts } from './approval-counts.ts';
import { decidePlan } from './decide.ts';
import type { GateFacts } from './facts.ts';

export interface ApprovedPlan {
  readonly fingerprint: string;
  /** Logins of those whose approval counts. */
  readonly approvers: readonly string[];
}

/**
 * The latest plan of the head that the gate let pass. Live may have changed since, and there may be a newer plan that
 * nobody approved: then this one is stale, and the sync can say what differs from what was approved.
 * Plans without a difference pass by themselves.
 */
export function approvedPlan(facts: GateFacts, gate: Gate): ApprovedPlan | undefined {
  const { current, head, plans } = facts;
  if (current?.fingerprint !== undefined && !current.different)
    return { fingerprint: current.fingerprint, approvers: [] };
  const shown = plans.filter((plan) => plan.head === head).toReversed();
  const fingerprints = [...new Set(shown.map(({ fingerprint }) => fingerprint))];
  // What asks for nobody's approval is approved as it was shown last.
  const candidates = gate.approvals === 0 ? fingerprints.slice(0, 1) : fingerprints;
  for (const fingerprint of candidates) {
    if (fingerprint === undefined) continue;
    if (decidePlan(facts, gate, fingerprint).verdict !== 'approved') continue;
    const counts = (approval: Approval) =>
      approvalCounts(facts, approval, fingerprint, gate).verdict === 'approved';
    return {
      fingerprint,
      approvers: approvalsOf(facts)
        .filter(counts)
        .map(({ user }) => user),
    };
  }
  return undefined;
}
