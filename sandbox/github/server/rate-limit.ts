import type { Clock } from '../world/clock.ts';
import { type Actor, HttpError } from './route.ts';

const LIMIT = 5000;
const HOUR = 3600;

/** GitHub's primary limit: so many requests an hour for each caller. */
export interface RateLimit {
  /** By caller: `user ada`, `installation 7`, `app`, `anonymous`. Tests may use it up. */
  readonly remaining: Map<string, number>;
  /** Counts a request. @returns the headers that tell. @throws HttpError 403 when none is left */
  count(actor: Actor): Record<string, string>;
  /** Takes back the count of a request that was answered 304. @returns the headers that tell */
  spare(actor: Actor): Record<string, string>;
  /** As `/rate_limit` tells it, which counts for nothing. */
  status(actor: Actor): { limit: number; used: number; remaining: number; reset: number };
}

export function createRateLimit(clock: Clock): RateLimit {
  const remaining = new Map<string, number>();
  const hours = new Map<string, number>();
  const status: RateLimit['status'] = (actor) => {
    const caller = callerOf(actor);
    const now = Math.floor(clock.now() / 1000);
    if ((hours.get(caller) ?? 0) <= now) {
      // A number that a test set before the caller's first request stays.
      if (hours.has(caller)) remaining.delete(caller);
      hours.set(caller, now + HOUR);
    }
    const left = remaining.get(caller) ?? LIMIT;
    return { limit: LIMIT, used: LIMIT - left, remaining: left, reset: hours.get(caller) ?? now + HOUR };
  };
  return {
    remaining,
    status,
    spare(actor) {
      const { remaining: left } = status(actor);
      remaining.set(callerOf(actor), Math.min(LIMIT, left + 1));
      return headersOf(status(actor));
    },
    count(actor) {
      const { remaining: left } = status(actor);
      remaining.set(callerOf(actor), Math.max(0, left - 1));
      const headers = headersOf(status(actor));
      if (left > 0) return headers;
      throw new HttpError(403, `API rate limit exceeded for ${callerOf(actor)}.`, { headers });
    },
  };
}

function callerOf(actor: Actor): string {
  if (actor.kind === 'user') return `user ${actor.account.login}`;
  return actor.kind === 'installation' ? `installation ${actor.installation.id}` : actor.kind;
}

function headersOf({
  limit,
  used,
  remaining,
  reset,
}: ReturnType<RateLimit['status']>): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': 'core',
    'x-ratelimit-reset': String(reset),
  };
}
