import type { RepositoryRef, PullRef } from '../core/refs.ts';

export interface Account {
  /** GitHub login; an App's bot is `<slug>[bot]`. */
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

/** A pull request as GitHub says it is now, whatever an event said. */
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
    /** Where the branch was when GitHub last looked. */ readonly sha: string;
  };
  /** GitHub's time of this answer: whole seconds, in milliseconds since the epoch. */
  readonly readAt: number;
  /** GitHub's time of whatever happened last in it: commits, comments, reviews. Of check runs it knows nothing. */
  readonly updatedAt: number;
  /** GitHub's time; merged ones only. */
  readonly mergedAt?: number;
  /** What landed on the base; merged ones only. */
  readonly mergeCommit?: string;
}

export interface PullList {
  readonly open: readonly PullRequest[];
  /** The latest ones first, a page of them. */
  readonly merged: readonly PullRequest[];
}

export interface Repositories {
  /** Every repository that an installation gives us. */
  list(): Promise<readonly RepositoryRef[]>;
  /** @throws OpsError `not-found` when it is gone, or no longer ours to see. */
  /** Why nothing may be written there at all, in words; undefined: something may. */
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
  /** Numbers of the pull requests, open or not, that have a commit among theirs. */
  ofHead(repository: RepositoryRef, commit: string): Promise<readonly number[]>;
}
