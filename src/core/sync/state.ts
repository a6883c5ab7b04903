import type { SyncReport } from './outcome.ts';

/**
 * The state of one target's sync. It moves to the right only:
 * `queued → planning → (stale | applying) → verifying → (synced | degraded | failed)`.
 */
export type SyncState =
  | 'queued'
  | 'planning'
  | 'applying'
  | 'verifying'
  /** The plan made at the merge is not the approved one: nothing was applied. */
  | 'stale'
  /** Live is as the commit says. */
  | 'synced'
  /** Applied, but not healthy, or something still differs. */
  | 'degraded'
  | 'failed'
  /** A later commit was synced before its turn came: nothing was applied. */
  | 'superseded';

/** No sync leaves one of these. */
export const ENDED: readonly SyncState[] = ['stale', 'synced', 'degraded', 'failed', 'superseded'];

export function isEnded(state: SyncState): boolean {
  return ENDED.includes(state);
}

/** How a sync ended, by its report. */
export function endOf(report: SyncReport): SyncState {
  return report.status;
}
