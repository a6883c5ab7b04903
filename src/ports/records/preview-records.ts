import type { EnvironmentChange } from '../../core/configuration/change.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { PullRef } from '../../core/refs.ts';

/** The changes of a pull request in one environment. Masked: safe to store. */
export interface PreviewRecord {
  /** GitHub's number of the repository, which stays when it is renamed. */
  readonly repository: number;
  readonly pull: number;
  readonly environment: string;
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly base: string;
  /** The fingerprint of the environment's targets together; absent when one is not planned: nothing can be approved. */
  readonly fingerprint?: string;
  readonly targets: readonly TargetPreview[];
  /** The pull request's change of the environment's configuration. */
  readonly configuration?: EnvironmentChange;
  /** The commit is of a fork, and nobody has let it in: it is not planned. */
  readonly held?: true;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** A recorded preview with the times of its showing. */
export interface RecordedPreview extends PreviewRecord {
  readonly id: number;
  /** GitHub's time before anything of it was sent to GitHub. */
  readonly sentAt?: number;
  /** GitHub's time after it accepted both check and comment. */
  readonly shownAt?: number;
}

/** Every preview, kept for good: an approval is of a plan that was on show. */
export interface PreviewRecords {
  save(record: PreviewRecord): Promise<void>;
  /** Records that the plans came out the same on another base; the head is `standing` again. */
  rebased(id: number, base: string): Promise<void>;
  /** Oldest first. */
  ofPull(pull: PullRef): Promise<readonly RecordedPreview[]>;
  /** Whether any preview of the pull request touches a target; or one of a head, that target. */
  touched(pull: PullRef, at?: { readonly head: string; readonly target: string }): Promise<boolean>;
  /** Previews of every pull request that has, or had, one of these heads; oldest first. */
  ofHeads(repository: number, heads: readonly string[]): Promise<readonly RecordedPreview[]>;
  /** Heads that may have checks, to be withdrawn once no pull request has the head. */
  standing(repository: number): Promise<readonly string[]>;
  /** Removes heads that no open pull request has from `standing`, until a new preview of them is saved. */
  left(repository: number, heads: readonly string[]): Promise<void>;
  /** Records that a person may have seen them from now on; only the first call counts. @param at GitHub's time */
  sent(ids: readonly number[], at: number): Promise<void>;
  /** Records that they are on show; only the first call counts. @param at GitHub's time */
  shown(ids: readonly number[], at: number): Promise<void>;
}
