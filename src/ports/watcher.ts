import type { Target } from '../core/target/target.ts';

export interface Watch {
  stop(): Promise<void>;
}

/** Sees a live system change, without polling. */
export interface Watcher {
  /**
   * Calls back soon after anything that the target owns was changed, created or deleted by whomever, and now and
   * then without a reason, for what a watch may have missed. Lost connections are taken up again by itself.
   * @throws OpsError when it cannot even be begun.
   */
  watch(target: Target, changed: () => void): Promise<Watch>;
}
