import type { PullRef } from '../../core/refs.ts';

/** Somebody approved exactly that plan, by the button of its check run. */
export interface ApprovalRecord {
  /** GitHub's number of the repository: it stays when that is renamed. */
  readonly repository: number;
  readonly pull: number;
  readonly environment: string;
  readonly fingerprint: string;
  /** GitHub login. */
  readonly user: string;
  /** GitHub's time since when that plan was on show, as the button itself carried it. */
  readonly shownAt?: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Approvals that GitHub itself does not keep (it keeps reviews and comments). */
export interface ApprovalRecords {
  /** The same person's approval of the same plan counts once, by its latest button. */
  save(record: ApprovalRecord): Promise<void>;
  /** Oldest first. */
  ofPull(pull: PullRef): Promise<readonly ApprovalRecord[]>;
}
