/** Milliseconds in which a configuration that comes into force may be late, where nobody could ask GitHub for the time. */
const LATE = 10 * 60_000;

/**
 * The configurations that may have been in force at a time, by GitHub's clock: the latest of before it, and the one
 * before that where the change was so near that it is in doubt.
 * @param all in the order in which they came into force; `since`: GitHub's time before which each was not in force,
 *   `settledAt`: at which it certainly was
 */
export function inForceAt<Each extends { readonly since: number; readonly settledAt?: number }>(
  all: readonly Each[],
  at: number,
): readonly Each[] {
  const before = all.filter(({ since }) => since < at);
  // What was merged before the repository was first seen is judged by what was found then.
  if (before.length === 0) return all.slice(0, 1);
  const near = before.filter(
    ({ since, settledAt = since + LATE }, index) => index > 0 && at <= settledAt,
  ).length;
  return before.slice(-1 - near);
}
