import type { Target } from '../core/target/target.ts';

export interface Watch {
  stop(): Promise<void>;
}

/** Watches a live system for changes, without polling. */
export interface Watcher<Of extends Target = Target> {
  /**
   * Calls back soon after any object that the target owns was changed, created or deleted by anybody, and now and then
   * without a reason, in case the watch missed an event. Lost connections are restored.
   * @throws OpsError when the watch cannot be begun.
   */
  watch(target: Of, changed: () => void): Promise<Watch>;
}
