import type { PullRef } from '../../core/refs.ts';

/** The answer to a comment addressed to plumbline. Safe to show. */
export interface AnswerRecord {
  /** GitHub's number of the repository, which stays when it is renamed. */
  readonly repository: number;
  readonly pull: number;
  /** GitHub's number of the comment. */
  readonly comment: number;
  /** Its author's login. */
  readonly author: string;
  /** The comment's text, cut. */
  readonly said: string;
  /** Markdown, one line. */
  readonly answer: string;
  /** GitHub's time of the comment, in milliseconds since the epoch. */
  readonly at: number;
}

export interface AnswerRecords {
  /** A comment keeps its last answer only. */
  save(record: AnswerRecord): Promise<void>;
  /** The answers to the latest comments, the latest first. */
  latest(pull: PullRef, most: number): Promise<readonly AnswerRecord[]>;
}
