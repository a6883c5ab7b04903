import type { Clock } from '../../ports/clock.ts';

/** Waits; false: the signal aborted meanwhile, which is the end and no error. */
export async function slept(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return !signal.aborted;
}
