/** Milliseconds by which a configuration may come into force late, where GitHub's time is not known. */
const LATE = 10 * 60_000;

/**
 * The configurations that may have been in force at a time, by GitHub's clock: the last one certainly in force by then,
 * and the possible ones after it.
 * @param all in the order in which they came into force; `since`: GitHub's time before which each was not in force,
 *   `settledAt`: at which it certainly was
 */
export function inForceAt<Each extends { readonly since: number; readonly settledAt?: number }>(
  all: readonly Each[],
  at: number,
): readonly Each[] {
  const settled = all.findLastIndex(({ since, settledAt = since + LATE }) => settledAt < at);
  // A merge before the repository was first seen is judged by the first configuration.
  const first = Math.max(settled, 0);
  // GitHub's times are whole seconds: the order within one second is unknown.
  const last = all.findLastIndex(({ since }) => since <= at);
  return all.slice(first, Math.max(first, last) + 1);
}
