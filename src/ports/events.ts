import type { RepositoryRef, TargetRef } from '../core/refs.ts';
import type { SyncEvent } from '../core/sync/outcome.ts';
import type { SyncState } from '../core/sync/state.ts';
import type { Unaccepted } from './acceptance.ts';
import type { SyncRecord } from './records/sync-records.ts';

/** Why a webhook is none of ours. */
export type IgnoredReason = 'malformed' | 'unknown-repository';

/** Something that has happened, for whoever listens: metrics, the log, a deployment's page. */
export type DomainEvent = RecordedEvent | PassingEvent;

/**
 * Recorded in the transaction of what it tells: a subscriber that was down hears it later. Names, hashes and counts only:
 * safe to store and to show. `repository` is GitHub's number: events of one repository are heard in their order.
 */
export type RecordedEvent = { readonly repository: number } & (
  | {
      /** Absent fingerprint: nothing can be approved. */
      readonly type: 'plan-made';
      readonly pull: number;
      readonly environment: string;
      readonly head: string;
      readonly targets: readonly string[];
      readonly fingerprint?: string;
    }
  | { readonly type: 'sync-began'; readonly target: TargetRef; readonly sync: number }
  | {
      readonly type: 'sync-ended';
      readonly target: TargetRef;
      readonly sync: number;
      readonly outcome: SyncState;
    }
  /** The drift is new, or another one than before. */
  | {
      readonly type: 'drift-seen';
      readonly target: TargetRef;
      readonly fingerprint: string;
      readonly objects: number;
    }
  /** Live agrees again, or the target is no longer looked after. */
  | { readonly type: 'drift-gone'; readonly target: TargetRef }
  /** Whether live differs cannot be told any more, or for another reason than before. */
  | { readonly type: 'cannot-tell'; readonly target: TargetRef }
);

/** Heard by those who listen in this process at the time, and never again: counts, gauges, progress. */
export type PassingEvent =
  | { readonly type: 'delivery-arrived'; readonly event: string; readonly outcome: string }
  | {
      readonly type: 'delivery-ignored';
      readonly delivery: string;
      readonly reason: IgnoredReason;
      readonly repository?: string;
    }
  /** An attempt of a job ended; `dead`: it is not tried again. */
  | {
      readonly type: 'job-attempted';
      readonly queue: string;
      readonly outcome: 'done' | 'retried' | 'dead';
      readonly seconds: number;
    }
  /** GitHub answered a request; 0: no answer came. */
  | { readonly type: 'github-answered'; readonly status: number }
  /** Something could not be done at GitHub; other work goes on. */
  | { readonly type: 'github-failed'; readonly repository: RepositoryRef; readonly error: unknown }
  /** A subscriber can never hear a recorded event; it goes on with the next. */
  | {
      readonly type: 'event-unheard';
      readonly subscriber: string;
      readonly event: number;
      readonly error: unknown;
    }
  | { readonly type: 'permissions-looked-at'; readonly unaccepted: readonly Unaccepted[] }
  | { readonly type: 'sync-progressed'; readonly sync: SyncRecord; readonly event: SyncEvent }
  /** Live was compared with the synced commit; 0 objects: no drift, or no longer. */
  | { readonly type: 'drift-measured'; readonly target: TargetRef; readonly objects: number }
  | { readonly type: 'drift-unknown'; readonly target: TargetRef }
  /** Whether GitHub refuses the pull request that reverts a drift. */
  | { readonly type: 'revert-answered'; readonly target: TargetRef; readonly refused: boolean }
  /** Nothing can be written to the repository any more. */
  | { readonly type: 'drift-left-alone'; readonly target: TargetRef; readonly why: string }
  /** Whether the target has a recorded sync. */
  | { readonly type: 'target-looked-at'; readonly target: TargetRef; readonly deployed: boolean }
  /** The configuration no longer names the target. */
  | { readonly type: 'target-forgotten'; readonly target: TargetRef };

/** Tells an event to everybody who listens; called often, and never in the way. */
export type Tell = (event: DomainEvent) => void;
