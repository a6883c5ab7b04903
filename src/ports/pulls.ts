import type { RepositoryRef, PullRef } from '../core/refs.ts';

export interface Account {
  /** GitHub login; an App's bot is `<slug>[bot]`. */
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

/** A pull request as GitHub has it now, whatever an event said. */
export interface PullRequest extends PullRef {
  readonly title: string;
  readonly url: string;
  readonly author: Account;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  readonly head: {
    /** 40 hexadecimal digits. */
    readonly sha: string;
    readonly branch: string;
    /** Whether the branch is in another repository, of which nothing is trusted. */
    readonly fork: boolean;
  };
  readonly base: {
    readonly branch: string;
    /** The branch's tip when GitHub last looked. */ readonly sha: string;
  };
  /** GitHub's time of this answer: whole seconds, in milliseconds since the epoch. */
  readonly readAt: number;
  /** GitHub's time of the last activity: commits, comments, reviews; check runs do not count. */
  readonly updatedAt: number;
  /** GitHub's time; merged ones only. */
  readonly mergedAt?: number;
  /** The commit on the base; merged ones only. */
  readonly mergeCommit?: string;
}

export interface PullList {
  readonly open: readonly PullRequest[];
  /** The latest ones first, a page of them. */
  readonly merged: readonly PullRequest[];
}

export interface Repositories {
  /** Every repository of every installation. */
  list(): Promise<readonly RepositoryRef[]>;
  /**
   * Why nothing may be written to the repository at all, in words; undefined: writing is possible.
   * @throws OpsError `not-found` when it is gone, or no longer visible to the App.
   */
  readOnly(repository: RepositoryRef): Promise<string | undefined>;
  defaultBranch(repository: RepositoryRef): Promise<{
    readonly name: string;
    /** GitHub's time of this answer, as in `PullRequest`. */
    readonly readAt: number;
  }>;
}

export interface Pulls {
  read(pull: PullRef): Promise<PullRequest>;
  list(repository: RepositoryRef): Promise<PullList>;
  /** Numbers of the pull requests, open or not, that hold a commit. */
  ofHead(repository: RepositoryRef, commit: string): Promise<readonly number[]>;
}
