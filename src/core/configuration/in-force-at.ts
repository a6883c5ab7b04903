/** Milliseconds in which a configuration that comes into force may be late, where nobody could ask GitHub for the time. */
const LATE = 10 * 60_000;

/**
 * The configurations that may have been in force at a time, by GitHub's clock: the last that certainly was by then, and
 * those after it that were perhaps.
 * @param all in the order in which they came into force; `since`: GitHub's time before which each was not in force,
 *   `settledAt`: at which it certainly was
 */
export function inForceAt<Each extends { readonly since: number; readonly settledAt?: number }>(
  all: readonly Each[],
  at: number,
): readonly Each[] {
  const settled = all.findLastIndex(({ since, settledAt = since + LATE }) => settledAt < at);
  // What was merged before the repository was first seen is judged by what was found then.
  const first = Math.max(settled, 0);
  // Within one second nobody knows what came before what.
  const last = all.findLastIndex(({ since }) => since <= at);
  return all.slice(first, Math.max(first, last) + 1);
}
