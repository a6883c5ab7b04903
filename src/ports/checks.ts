import type { RepositoryRef } from '../core/refs.ts';

export interface CheckReference {
  readonly pull: number;
  readonly environment?: string;
  readonly fingerprint?: string;
  /** GitHub's time since when the plan is on show; absent: it is not, and no button approves it. */
  readonly shownAt?: number;
  /** Hash of the decision's inputs: when it differs by now, the check is decided anew. Absent: it has no verdict. */
  readonly basis?: string;
}

/** A check run of plumbline as GitHub has it. */
export interface OwnCheck {
  readonly name: string;
  /** Absent while it is pending. */
  readonly conclusion?: string;
  readonly reference?: CheckReference;
}

export interface CheckReport {
  /** `plumbline / production`: the name that a branch protection requires. */
  readonly name: string;
  /** Sent back by each press of a button: the pull request, and the plan on show. Absent: it has none. */
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
   * Creates plumbline's check run of that name on the commit, or updates the existing one. A run that had the button of
   * one plan never gets another plan's: a person still reading the first would approve the second. An unchanged check
   * is not written again.
   * @param ifThere update only: where there is none, write none
   * @param ifNone write only where there is none
   * @returns GitHub's time after it accepted the check, in milliseconds since the epoch; undefined: none was written
   */
  publish(
    repository: RepositoryRef,
    commit: string,
    check: CheckReport,
    options?: { readonly ifThere?: boolean; readonly ifNone?: boolean },
  ): Promise<number | undefined>;
  /** Plumbline's check runs on the commit, the latest of each name. */
  list(repository: RepositoryRef, commit: string): Promise<readonly OwnCheck[]>;
}
