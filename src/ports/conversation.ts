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

/** The comments of a pull request. */
export interface Conversation {
  /** Oldest first. */
  comments(pull: PullRef): Promise<readonly Comment[]>;
  /** Undefined when it was deleted. */
  comment(pull: PullRef, id: number): Promise<Comment | undefined>;
  /**
   * Writes plumbline's one comment that starts with the marker, or edits it in place. Somebody else's comment with the
   * same text is never taken for it. A comment that somebody edited stays as they wrote it, marked as old, and a new
   * one is written.
   * @param marker `<!-- name -->`
   * @param ifThere edit only: where there is none, write none
   * @param before called right before each write; its error prevents the write
   * @returns GitHub's time after it accepted the comment, in milliseconds since the epoch; undefined: there is none
   * @throws OpsError, not retryable, where GitHub refuses the comment for good, as in a locked conversation, or
   *   plumbline's comments are edited again and again
   */
  keep(
    pull: PullRef,
    marker: string,
    body: string,
    options?: { readonly ifThere?: boolean; readonly before?: () => Promise<void> },
  ): Promise<number | undefined>;
  react(pull: PullRef, comment: number, reaction: '+1' | '-1'): Promise<void>;
}
