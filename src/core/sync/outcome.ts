import type { Action } from '../change/change.ts';
import type { Subject } from '../change/subject.ts';
import type { Plan } from '../plan/plan.ts';

/** The outcome of one change in a sync. Every change of a plan ends as one of these. */
export interface Outcome {
  readonly subject: Subject;
  readonly action: Action;
  readonly result: 'applied' | 'unchanged' | 'failed' | 'skipped';
  /** Masked. Why it failed or was skipped, and the next step. */
  readonly reason?: string;
}

/** Whether an object does its work, by the rules of kstatus. */
export type Health =
  | { readonly status: 'healthy' }
  | { readonly status: 'progressing'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string };

export interface ObjectHealth {
  readonly subject: Subject;
  readonly health: Health;
}

/** The events of a running sync, in order. */
export type SyncEvent =
  | { readonly type: 'stage'; readonly name: string; readonly objects: number }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'health'; readonly object: ObjectHealth }
  | { readonly type: 'verifying' };

export type SyncReport =
  | { readonly status: 'stale'; readonly approved: string; /** The plan made now. */ readonly plan: Plan }
  | {
      /** `degraded`: applied, but not healthy or not empty afterwards. */
      readonly status: 'synced' | 'degraded' | 'failed';
      readonly outcomes: readonly Outcome[];
      readonly unhealthy: readonly ObjectHealth[];
      /** The differences left after the sync; empty when synced. */
      readonly remaining: readonly string[];
    };
