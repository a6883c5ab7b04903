import type { PullRef } from '../../core/refs.ts';

/** A person's approval of exactly one plan, by the button of its check run. */
export interface ApprovalRecord {
  /** GitHub's number of the repository, which stays when it is renamed. */
  readonly repository: number;
  readonly pull: number;
  readonly environment: string;
  readonly fingerprint: string;
  /** GitHub login. */
  readonly user: string;
  /** GitHub's time since when the plan was on show, carried by the button itself. */
  readonly shownAt?: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Approvals by button, which GitHub does not keep; it keeps reviews and comments. */
export interface ApprovalRecords {
  /** The same person's approval of the same plan counts once, by its latest button. */
  save(record: ApprovalRecord): Promise<void>;
  /** Oldest first. */
  ofPull(pull: PullRef): Promise<readonly ApprovalRecord[]>;
}
