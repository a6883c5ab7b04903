import type { GateFacts, ReviewFact } from './facts.ts';
import { type Seen, planNamed, planSeen, planSeenLast } from './on-show.ts';

/** A person's approval of a plan. */
export interface Approval {
  readonly user: string;
  /** GitHub's time; of a button the earliest at which it can have been pressed. */
  readonly at: number;
  /** The plan on show when the approval was given. */
  readonly seen: Seen;
  /** The first digits of the plan's fingerprint, where the comment names it. */
  readonly named?: string;
  /** The comment was edited after it was written; GitHub does not say by whom. */
  readonly edited?: true;
  /** The pressed button was there before its plan was on show. */
  readonly early?: true;
  /** A later review of the same person asks for changes or was dismissed. */
  readonly takenBack?: true;
}

/**
 * Every approval, oldest first, bound to the plan on show when it was given: an approval is of a plan, not of a pull
 * request. A review names its commit, a comment may name the plan, a button does.
 * A review that asks for changes or was dismissed takes back the same person's earlier approvals.
 */
export function approvalsOf(facts: GateFacts): Approval[] {
  const given = [...reviewApprovals(facts), ...commentApprovals(facts), ...buttonApprovals(facts)];
  return given
    .map((approval) => ({ ...approval, ...(isTakenBack(facts, approval) && { takenBack: true as const }) }))
    .toSorted((a, b) => a.at - b.at);
}

/** A button's time is when it appeared, since its press is not dated: a review after that takes the press back. */
function isTakenBack({ reviews }: GateFacts, { user, at }: Approval): boolean {
  return reviews.some(
    (review) => isSame(review.user, user) && TAKES_BACK.includes(review.state) && review.submittedAt >= at,
  );
}

const TAKES_BACK: readonly ReviewFact['state'][] = ['CHANGES_REQUESTED', 'DISMISSED'];

function reviewApprovals({ reviews, plans }: GateFacts): Approval[] {
  return reviews
    .filter(({ state }) => state === 'APPROVED')
    .map(({ user, commit, submittedAt: at }) => ({ user, at, seen: planSeen(plans, commit, at) }));
}

function commentApprovals({ comments, plans }: GateFacts): Approval[] {
  return comments.map(({ user, plan, createdAt: at, updatedAt }) => ({
    user,
    at,
    seen: plan === undefined ? planSeenLast(plans, at) : planNamed(plans, plan, at),
    ...(plan !== undefined && { named: plan }),
    ...(updatedAt !== at && { edited: true as const }),
  }));
}

function buttonApprovals({ buttons, head }: GateFacts): Approval[] {
  return buttons.map(({ user, fingerprint, shownAt }) => ({
    user,
    at: shownAt ?? 0,
    seen: { status: 'one', fingerprint, head },
    ...(shownAt === undefined && { early: true as const }),
  }));
}

/** People whose last review asks for changes; a review that only comments does not count. */
export function objectionsOf({ reviews }: GateFacts): string[] {
  const spoken = reviews.filter(({ state }) => state !== 'COMMENTED');
  const last = new Map(spoken.map((review) => [review.user.toLowerCase(), review]));
  return [...last.values()].filter(({ state }) => state === 'CHANGES_REQUESTED').map(({ user }) => user);
}

export function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
