import type { Clock } from '../../ports/clock.ts';
import { slept } from './slept.ts';

/** Merges changes that come together into one call. */
export interface Debounce {
  /** Leads to a call, soon; all rings until then share it. */
  ring(): void;
  /** Begins the calls; rings before lead to one. */
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
    // A ring during the call belongs to the next call.
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
