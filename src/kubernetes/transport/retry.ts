import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** Time and chance, as the retries of a client need them. */
export interface Timing extends Clock {
  /** From 0 up to but not including 1. */
  random(): number;
}

export const REAL_TIMING: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(milliseconds, signal) {
    try {
      await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};

export const MAX_ATTEMPTS = 5;
const FIRST_DELAY = 200;
const LONGEST_DELAY = 30_000;

/** The failure of one attempt. */
export type Failure =
  /** The server answered this status. */
  | { readonly status: number; readonly retryAfter?: string }
  /** The connection broke before the whole answer was here. */
  | 'broken';

/**
 * How long to wait, in milliseconds, before a request that may be repeated is sent again; undefined: not at all.
 * `attempt` counts from 1. The wait is the server's whole `Retry-After` and a little longer, so that clients that were
 * sent away together do not come back together.
 */
export function delayBeforeRetry(attempt: number, failure: Failure, timing: Timing): number | undefined {
  if (attempt >= MAX_ATTEMPTS || !mayPass(failure)) return undefined;
  const own = FIRST_DELAY * 2 ** (attempt - 1);
  const asked = failure === 'broken' ? undefined : readRetryAfter(failure.retryAfter, timing.now());
  if (asked !== undefined && asked > LONGEST_DELAY) return undefined;
  const base = asked ?? own / 2;
  return Math.round(base + timing.random() * (asked === undefined ? base : own));
}

/**
 * Whether a failure may pass. A broken connection and a 429 may; of the other statuses only those that the server
 * itself calls temporary: an aggregated API whose backend is gone answers 503 without a Retry-After for as long as it
 * is gone.
 */
function mayPass(failure: Failure): boolean {
  if (failure === 'broken' || failure.status === 429) return true;
  return failure.status >= 500 && failure.retryAfter !== undefined;
}

/** Seconds or an HTTP date, as milliseconds from now. */
function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^[0-9]+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
