import type { ShownPlan } from './facts.ts';

/** Digits of a commit that name it well enough. */
export const COMMIT_DIGITS = 7;

/**
 * Whether a word lets a commit of a fork in: it names this commit and no other that was asked about by then, and the
 * question was on show when it was said.
 * @param asked every commit of the pull request that was asked about
 * @param named hexadecimal digits of a commit, seven at the least
 * @param at GitHub's time of the word
 */
export function isLetInBy(asked: readonly ShownPlan[], head: string, named: string, at: number): boolean {
  if (named.length < COMMIT_DIGITS || !head.startsWith(named.toLowerCase())) return false;
  const shown = asked.filter(({ shownAt }) => shownAt !== undefined && shownAt < at);
  const meant = new Set(
    shown.map((each) => each.head).filter((each) => each.startsWith(named.toLowerCase())),
  );
  return meant.size === 1 && meant.has(head);
}
