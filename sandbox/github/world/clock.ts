/** What time it is at this GitHub, which need not be what its callers' clocks say. */
export interface Clock {
  /** Milliseconds by which it is ahead of this machine's; a test may set it. */
  offset: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

export function createClock(offset = 0): Clock {
  const clock: Clock = { offset, now: () => Date.now() + clock.offset };
  return clock;
}

/** As GitHub writes it: whole seconds. */
export function written(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
