import type { Clock } from '../../ports/clock.ts';
import { slept } from './slept.ts';

/** Makes one call out of the many changes that come together. */
export interface Debounce {
  /** A call follows, soon; one is enough for all that rang until then. */
  ring(): void;
  /** From now on calls are made; what rang before leads to one. */
  open(): void;
}

export interface DebounceInput {
  readonly clock: Clock;
  /** How long changes are gathered, in milliseconds. */
  readonly gather: number;
  readonly call: () => void;
  /** No call is made after it aborts. */
  readonly signal: AbortSignal;
  /** `call` threw. */
  readonly failed: (error: unknown) => void;
}

export function createDebounce({ clock, gather, call, signal, failed }: DebounceInput): Debounce {
  let isOpen = false;
  let rung = false;
  let gathering = false;

  async function deliver(): Promise<void> {
    const passed = await slept(clock, gather, signal);
    gathering = false;
    // What rings during the call belongs to the next one.
    rung = false;
    if (passed) call();
  }

  function begin(): void {
    if (!isOpen || !rung || gathering || signal.aborted) return;
    gathering = true;
    deliver().catch(failed);
  }

  return {
    ring() {
      rung = true;
      begin();
    },
    open() {
      isOpen = true;
      begin();
    },
  };
}
