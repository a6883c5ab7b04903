/** Several measurements of one thing: the one in the middle, and how far they reach. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws when there is nothing to tell of */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || min === undefined || max === undefined) {
    throw new Error('bench: nothing was measured.');
  }
  return { median: (low + high) / 2, min, max };
}

/** How many times as long the peer took as we did, run by run: both saw the same machine then. */
export function ratiosOf(peer: readonly number[], ours: readonly number[]): Spread {
  return spreadOf(peer.flatMap((time, run) => (ours[run] === undefined ? [] : [time / ours[run]])));
}
