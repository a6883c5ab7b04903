import type { RepositoryRef, PullRef } from '../core/refs.ts';
import type { Account } from './pulls.ts';

export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** The reviewed commit. */
  readonly commit: string;
  /** Milliseconds since the epoch, in whole seconds as GitHub gives them. */
  readonly submittedAt: number;
}

/** A commit's author or committer: GitHub's account of the address, where there is one. */
export interface Signer {
  readonly login?: string;
  readonly address: string;
}

/** A commit of a pull request. */
export interface BroughtCommit {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: Signer;
  readonly committer: Signer;
  /** From trailers of its message, which anybody can write. */
  readonly coAuthors: readonly Signer[];
  /** Whether GitHub made the commit, verified by its own signature. */
  readonly byGitHub: boolean;
}

/** A move of a branch. */
export interface Push {
  /** GitHub login; absent: an account that is gone. */
  readonly actor?: string;
  /** 40 hexadecimal digits; only zeros where the branch was made. */
  readonly before: string;
  /** Only zeros where the branch was deleted. */
  readonly after: string;
  /** By the merge of a pull request into the branch, not by a push. */
  readonly merge: boolean;
}

export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** Reviews, contributors and permissions: read from GitHub at the time of the decision, never from an event. */
export interface Reviewers {
  /** Submitted reviews, oldest first. */
  reviews(pull: PullRef): Promise<readonly Review[]>;
  /** The commits of the pull request, and whether these are all: GitHub lists only a limited number. */
  commits(pull: PullRef): Promise<{ readonly listed: readonly BroughtCommit[]; readonly all: boolean }>;
  /** A commit of the repository with its signers. */
  signed(repository: RepositoryRef, commit: string): Promise<BroughtCommit>;
  /** The moves of a branch of this repository, newest first. */
  pushes(repository: RepositoryRef, branch: string): Promise<readonly Push[]>;
  /** The commits reachable from `after`, but not from `before`. Undefined: GitHub has lost one of the two. */
  between(repository: RepositoryRef, before: string, after: string): Promise<readonly string[] | undefined>;
  /** The head branch of the pull request merged by this commit; undefined: none, or a fork's. */
  mergedBranch(repository: RepositoryRef, commit: string): Promise<string | undefined>;
  /** `unknown` when GitHub does not tell. */
  permission(repository: RepositoryRef, login: string): Promise<Permission | 'unknown'>;
  /** @param team `organization/team` */
  isMember(repository: RepositoryRef, team: string, login: string): Promise<boolean | 'unknown'>;
}
