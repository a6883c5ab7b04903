import type { EnvironmentChange } from '../../core/configuration/change.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { PullRef } from '../../core/refs.ts';

/** What a pull request would change in one environment. Masked: safe to store. */
export interface PreviewRecord {
  /** GitHub's number of the repository: it stays when that is renamed. */
  readonly repository: number;
  readonly pull: number;
  readonly environment: string;
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly base: string;
  /** The fingerprint of all targets of the environment together; absent when one could not be planned: nothing can be approved. */
  readonly fingerprint?: string;
  readonly targets: readonly TargetPreview[];
  /** What the pull request would change in the environment's configuration. */
  readonly configuration?: EnvironmentChange;
  /** The commit is of a fork, and nobody has let it in: it is not planned. */
  readonly held?: true;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** A preview on record, and since when it is on show. */
export interface RecordedPreview extends PreviewRecord {
  readonly id: number;
  /** GitHub's time before the first word of it was sent there. */
  readonly sentAt?: number;
  /** GitHub's time when it had accepted both check and comment. */
  readonly shownAt?: number;
}

/** Every plan that was made, for good: an approval is of one that was on show. */
export interface PreviewRecords {
  save(record: PreviewRecord): Promise<void>;
  /** Oldest first. */
  ofPull(pull: PullRef): Promise<readonly RecordedPreview[]>;
  /** Previews of every pull request that has, or had, one of these heads; oldest first. */
  ofHeads(repository: number, heads: readonly string[]): Promise<readonly RecordedPreview[]>;
  /** Heads about which something may be said on the commit that is to be taken back once no pull request has them. */
  standing(repository: number): Promise<readonly string[]>;
  /** No open pull request has these heads any more, and that is said. What is saved after that stands again. */
  left(repository: number, heads: readonly string[]): Promise<void>;
  /** From now on somebody may have seen them. The first time counts. @param at GitHub's time */
  sent(ids: readonly number[], at: number): Promise<void>;
  /** They are on show. The first time counts. @param at GitHub's time */
  shown(ids: readonly number[], at: number): Promise<void>;
}
