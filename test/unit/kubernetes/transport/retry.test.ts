import { describe, expect, it } from 'vitest';
import {
  type Timing,
  MAX_ATTEMPTS,
  REAL_TIMING,
  delayBeforeRetry,
} from '../../../../src/kubernetes/transport/retry.ts';

const timing = (random: number): Timing => ({
  now: () => 1_000_000,
  random: () => random,
  sleep: async () => {},
});

describe('the delay before a request is sent again', () => {
  it('doubles each time, between half and the whole of it', () => {
    const delays = (random: number) =>
      [1, 2, 3].map((attempt) => delayBeforeRetry(attempt, 'broken', timing(random)));
    expect(delays(0)).toEqual([100, 200, 400]);
    expect(delays(0.5)).toEqual([150, 300, 600]);
  });

  it('J2: is never shorter than what the server asks for, in seconds or as a date', () => {
    const seconds = { status: 429, retryAfter: '2' };
    expect(delayBeforeRetry(1, seconds, timing(0))).toBe(2000);
    expect(delayBeforeRetry(1, seconds, timing(0.5))).toBe(2100);
    const date = { status: 503, retryAfter: new Date(1_000_000 + 3000).toUTCString() };
    expect(delayBeforeRetry(1, date, timing(0))).toBe(3000);
  });

  it('ends after the last attempt, and when the server asks for too much', () => {
    expect(delayBeforeRetry(MAX_ATTEMPTS, 'broken', timing(0))).toBeUndefined();
    expect(delayBeforeRetry(1, { status: 429, retryAfter: '3600' }, timing(0))).toBeUndefined();
  });

  it.each([
    ['429 without a header', { status: 429 }, true],
    ['503 with one', { status: 503, retryAfter: '0' }, true],
    ['503 of an API whose backend is gone', { status: 503 }, false],
    ['500', { status: 500 }, false],
    ['404', { status: 404 }, false],
    ['422 with a header', { status: 422, retryAfter: '1' }, false],
  ])('%s', (_name, failure, again) => {
    expect(delayBeforeRetry(1, failure, timing(0)) !== undefined).toBe(again);
  });
});

it('a wait that is broken off gives the reason', async () => {
  const reason = new Error('enough');
  await expect(REAL_TIMING.sleep(10_000, AbortSignal.abort(reason))).rejects.toBe(reason);
});
