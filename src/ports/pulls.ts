import type { PullRef, RepositoryRef } from './jobs.ts';

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
  defaultBranch(repository: RepositoryRef): Promise<string>;
  /** Why nothing may be written there at all, in words; undefined: something may. */
  readOnly(repository: RepositoryRef): Promise<string | undefined>;
}

export interface Pulls {
  read(pull: PullRef): Promise<PullRequest>;
  list(repository: RepositoryRef): Promise<PullList>;
}
