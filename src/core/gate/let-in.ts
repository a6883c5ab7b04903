import type { ShownPlan } from './facts.ts';

/** The fewest digits that name a commit. */
export const COMMIT_DIGITS = 7;

/**
 * Whether a `/plumb ok` lets a commit of a fork in: the request to let it in was on show before, and the digits name
 * this commit and no other on show by then.
 * @param asked every commit of the pull request that waits, or waited, to be let in
 * @param named hexadecimal digits of a commit, seven at the least
 * @param at GitHub's time of the comment
 */
export function isLetInBy(asked: readonly ShownPlan[], head: string, named: string, at: number): boolean {
  if (named.length < COMMIT_DIGITS || !head.startsWith(named.toLowerCase())) return false;
  const shown = asked.filter(({ shownAt }) => shownAt !== undefined && shownAt < at);
  const meant = new Set(
    shown.map((each) => each.head).filter((each) => each.startsWith(named.toLowerCase())),
  );
  return meant.size === 1 && meant.has(head);
}
