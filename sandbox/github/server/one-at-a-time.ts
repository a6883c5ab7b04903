const last = new WeakMap<object, Promise<unknown>>();

/**
 * Runs what changes something after everything else that changes it: pushes, merges and other writes read refs and
 * numbers before they set them.
 */
export function oneAtATime<Result>(changed: object, work: () => Promise<Result>): Promise<Result> {
  const done = (last.get(changed) ?? Promise.resolve()).then(work);
  const settled = done.catch(() => undefined); // Whoever asked for it hears of it; the next one starts all the same.
  last.set(changed, settled);
  return done;
}
