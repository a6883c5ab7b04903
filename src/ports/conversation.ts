import type { PullRef } from '../core/refs.ts';
import type { Account } from './pulls.ts';

export interface Comment {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Later than `createdAt` when somebody, not always its author, edited it. */
  readonly updatedAt: number;
}

/** What is said in a pull request. */
export interface Conversation {
  /** Oldest first. */
  comments(pull: PullRef): Promise<readonly Comment[]>;
  /** Undefined when it was deleted. */
  comment(pull: PullRef, id: number): Promise<Comment | undefined>;
  /**
   * Writes our one comment that starts with the marker, or edits it in place. A comment of somebody else with the same
   * text is never ours. One of ours that somebody edited stays as they wrote it, marked as old, and a new one is written.
   * @param marker `<!-- name -->`
   * @param ifThere edit only: where there is none, write none
   * @param before called right before something is written: what it throws keeps it from being written
   * @returns GitHub's time when it was there, in milliseconds since the epoch; undefined: there is none
   * @throws OpsError that is not retryable where GitHub refuses it for good, as in a locked conversation, or ours are
   *   edited again and again
   */
  keep(
    pull: PullRef,
    marker: string,
    body: string,
    options?: { readonly ifThere?: boolean; readonly before?: () => Promise<void> },
  ): Promise<number | undefined>;
  react(pull: PullRef, comment: number, reaction: '+1' | '-1'): Promise<void>;
}
