import type { RepositoryRef } from '../core/refs.ts';

export interface CheckReference {
  readonly pull: number;
  readonly environment?: string;
  readonly fingerprint?: string;
  /** GitHub's time since when the plan is on show; absent: it is not, and there is no button that approves. */
  readonly shownAt?: number;
  /** What it was decided by: another one by now says that it is to be decided anew. Absent: it has no verdict. */
  readonly basis?: string;
}

/** A check run of ours as GitHub has it. */
export interface OwnCheck {
  readonly name: string;
  /** Absent while it is pending. */
  readonly conclusion?: string;
  readonly reference?: CheckReference;
}

export interface CheckReport {
  /** `plumbline / production`: what a branch protection requires. */
  readonly name: string;
  /** Given back with each press of a button: which pull request, and which plan was on show. Absent: it has none. */
  readonly reference?: CheckReference;
  /** Absent while it is pending. */
  readonly conclusion?: 'success' | 'failure' | 'neutral' | 'action_required';
  readonly title: string;
  /** Markdown, 65,535 characters at the most; so is `text`. */
  readonly summary: string;
  readonly text?: string;
  /** Buttons: three at the most, of 20, 40 and 20 characters. */
  readonly actions?: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
}

export interface Checks {
  /**
   * Writes our check run of that name on the commit, or updates the one that is there. One that had the button of a plan
   * never gets that of another: whoever still reads the first one would approve the second. What it says already is not
   * written again.
   * @param ifThere update only: where there is none, write none
   * @param ifNone write only where there is none
   * @returns GitHub's time when it had accepted it, in milliseconds since the epoch; undefined: none was written
   */
  publish(
    repository: RepositoryRef,
    commit: string,
    check: CheckReport,
    options?: { readonly ifThere?: boolean; readonly ifNone?: boolean },
  ): Promise<number | undefined>;
  /** Ours on the commit, of each name the latest. */
  list(repository: RepositoryRef, commit: string): Promise<readonly OwnCheck[]>;
}
