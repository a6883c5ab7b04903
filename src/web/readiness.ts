import { OpsError } from '../core/errors.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../ports/clock.ts';

/** A condition of work that another system has to meet. */
export interface Need {
  /** For each part, one need has to be met before work could be done. */
  readonly part: string;
  /** For the log. */
  readonly subject: Readonly<Record<string, string | number>>;
  /** Checks the need, and logs the finding. @throws OpsError with the reason why it is not met, and the next step */
  readonly look: () => Promise<void>;
}

export interface Readiness {
  /** @throws OpsError that names the parts that have not been met yet */
  check(): void;
  stop(): void;
}

export interface ReadinessOptions {
  readonly needs: readonly Need[];
  readonly log: Log;
  readonly clock: Clock;
}

/** Between two checks of a need that is not met, in milliseconds. */
const PAUSE = 10_000;

/**
 * Checks every need until it was met once. A later failure is told by the job that it fails: a server that is taken out
 * of service would not even store GitHub's deliveries.
 */
export function lookUntilMet({ needs, log, clock }: ReadinessOptions): Readiness {
  const met = new Set<Need>();
  const ended = new AbortController();
  for (const need of needs) {
    lookAt(need, { log, clock, signal: ended.signal }, () => met.add(need)).catch((err: unknown) => {
      if (!ended.signal.aborted) log.error({ err, ...need.subject }, 'a look at what work needs failed');
    });
  }
  const parts = [...new Set(needs.map(({ part }) => part))];
  return {
    check() {
      const missing = parts.filter((part) => ![...met].some((need) => need.part === part));
      if (missing.length > 0) throw notReady(missing);
    },
    stop: () => ended.abort(),
  };
}

interface Looking {
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function lookAt(need: Need, { log, clock, signal }: Looking, met: () => void): Promise<void> {
  let told: string | undefined;
  for (;;) {
    const refusal = await refusalOf(need);
    if (signal.aborted) return;
    if (refusal === undefined) return met();
    // The same again is no news.
    if (refusal !== told) log.error({ ...need.subject, reason: refusal }, `${need.part} cannot be used`);
    told = refusal;
    await clock.sleep(PAUSE, signal);
  }
}

async function refusalOf({ look }: Need): Promise<string | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    if (error instanceof OpsError) return error.message;
    throw error;
  }
}

function notReady(missing: readonly string[]): OpsError {
  return new OpsError({
    code: 'unreachable',
    subject: missing.join(' and '),
    message: 'it has not answered since the start. Look at the log for what to do.',
    retryable: true,
  });
}
