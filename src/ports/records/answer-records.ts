import type { PullRef } from '../../core/refs.ts';

/** What was answered to a comment that was meant for us. Safe to show. */
export interface AnswerRecord {
  /** GitHub's number of the repository: it stays when that is renamed. */
  readonly repository: number;
  readonly pull: number;
  /** GitHub's number of the comment. */
  readonly comment: number;
  /** Its author's login. */
  readonly author: string;
  /** What it says, cut. */
  readonly said: string;
  /** Markdown, one line. */
  readonly answer: string;
  /** GitHub's time of the comment, in milliseconds since the epoch. */
  readonly at: number;
}

export interface AnswerRecords {
  /** A comment keeps its last answer only. */
  save(record: AnswerRecord): Promise<void>;
  /** Those to the latest comments, the latest first. */
  latest(pull: PullRef, most: number): Promise<readonly AnswerRecord[]>;
}
