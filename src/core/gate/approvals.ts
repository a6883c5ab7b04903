import type { GateFacts, ReviewFact, ShownPlan } from './facts.ts';

/** Somebody said yes to a plan. */
export interface Approval {
  readonly user: string;
  readonly at: number;
  /** Of the plan that was on show; undefined when none was. */
  readonly fingerprint?: string | undefined;
  /** The commit that it was about, where it was about one. */
  readonly head?: string;
  /** The comment was edited after it was written: by whom, GitHub does not say. */
  readonly edited?: boolean;
}

/**
 * Each person's latest word, bound to the plan that was on show when it was said: an approval is of a plan, not of a
 * pull request. A review names its commit; a comment is about whatever was shown last; a button is on one plan.
 */
export function approvalsOf(facts: GateFacts): Approval[] {
  const said = [...reviewApprovals(facts), ...commentApprovals(facts), ...facts.buttons];
  const latest = new Map<string, Approval>();
  for (const approval of said.toSorted((a, b) => a.at - b.at))
    latest.set(approval.user.toLowerCase(), approval);
  return [...latest.values()];
}

/** Only the last review of each person speaks; a remark in passing takes nothing back. */
function lastReviews({ reviews }: GateFacts): ReviewFact[] {
  const spoken = reviews.filter(({ state }) => state !== 'COMMENTED');
  return [...new Map(spoken.map((review) => [review.user.toLowerCase(), review])).values()];
}

function reviewApprovals(facts: GateFacts): Approval[] {
  return lastReviews(facts)
    .filter(({ state }) => state === 'APPROVED')
    .map(({ user, commit, submittedAt }) => {
      const shown = shownAt(facts.plans, submittedAt, commit);
      return { user, at: submittedAt, head: commit, fingerprint: shown?.fingerprint };
    });
}

function commentApprovals({ comments, plans }: GateFacts): Approval[] {
  return comments.map(({ user, createdAt, updatedAt }) => {
    const shown = shownAt(plans, createdAt);
    const edited = updatedAt !== createdAt;
    return {
      user,
      at: createdAt,
      edited,
      fingerprint: shown?.fingerprint,
      ...(shown && { head: shown.head }),
    };
  });
}

/** GitHub's times are in whole seconds, ours are not. */
const SECOND = 1000;

function shownAt(plans: readonly ShownPlan[], at: number, head?: string): ShownPlan | undefined {
  return plans.findLast(
    (plan) => Math.floor(plan.madeAt / SECOND) * SECOND <= at && (head === undefined || plan.head === head),
  );
}

/** Those whose last review asks for changes. */
export function objectionsOf(facts: GateFacts): string[] {
  return lastReviews(facts)
    .filter(({ state }) => state === 'CHANGES_REQUESTED')
    .map(({ user }) => user);
}
