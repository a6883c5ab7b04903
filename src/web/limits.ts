/** The limits for senders who have not shown a signature yet, for each one and for all together. */
export interface Limits {
  /** Bytes of one body. GitHub sends no more. */
  readonly body: number;
  /** Bytes of all bodies together that are being read, and are not verified yet. */
  readonly unverified: number;
  readonly connections: number;
  /** Milliseconds until the head of a request is there. */
  readonly head: number;
  /** Milliseconds until all of it is there. GitHub gives up after ten seconds. */
  readonly request: number;
  /** Milliseconds that a connection is kept between two requests. */
  readonly idle: number;
}

const MiB = 1024 * 1024;

export const LIMITS: Limits = {
  body: 25 * MiB,
  unverified: 64 * MiB,
  connections: 1000,
  head: 10_000,
  request: 20_000,
  // Longer than whoever stands before us keeps one, of which Google's load balancers do for longest: what they send on a
  // connection that we end meanwhile is lost.
  idle: 620_000,
};
