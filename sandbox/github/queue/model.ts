import type { PullIssue } from '../pulls/present.ts';
import type { Account, MergeMethod } from '../world/model.ts';

/** What waits to be merged into a branch, in order. */
export interface MergeQueue {
  readonly branch: string;
  readonly method: MergeMethod;
  readonly entries: QueueEntry[];
  /** While it is brought up to date: what moves then moves by its own hand. */
  settling: boolean;
}

export interface QueueEntry {
  readonly id: number;
  readonly issue: PullIssue;
  /** The head that was enqueued: another one has to be enqueued again. */
  readonly headSha: string;
  readonly by: Account;
  readonly enqueuedAt: string;
  /** Undefined: it is still to be made. */
  group?: MergeGroup | undefined;
  conflicts?: true;
}

/** What the base would be with this entry, and all before it, merged. */
export interface MergeGroup {
  /** `refs/heads/gh-readonly-queue/main/pr-7-<parent>`. */
  readonly ref: string;
  readonly sha: string;
  /** The commit that it stands on: the base's tip, or the group of the entry before. */
  readonly parent: string;
}

/** Why an entry left, in GitHub's words. */
export type Leaving =
  | 'MERGE'
  | 'MANUAL'
  | 'CI_FAILURE'
  | 'CI_TIMEOUT'
  | 'MERGE_CONFLICT'
  | 'ALREADY_MERGED'
  | 'QUEUE_CLEARED'
  | 'UNKNOWN_REMOVAL_REASON';
