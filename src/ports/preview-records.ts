import type { TargetPreview } from '../core/preview.ts';

/** A pull request by GitHub's number of its repository: it stays when the repository is renamed. */
export interface PullKey {
  readonly repository: number;
  readonly pull: number;
}

/** What a pull request was said to change in one environment, and when. Masked: safe to store. */
export interface PreviewRecord extends PullKey {
  readonly environment: string;
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly base: string;
  /** Of all targets of the environment together. Absent when one of them could not be planned: nothing to approve. */
  readonly fingerprint?: string;
  readonly targets: readonly TargetPreview[];
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** Every plan that was shown, for good: an approval is for one of them. */
export interface PreviewRecords {
  save(record: PreviewRecord): Promise<void>;
  /** Oldest first. */
  ofPull(pull: PullKey): Promise<readonly PreviewRecord[]>;
}
