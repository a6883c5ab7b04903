import type { RepositoryRef, PullRef } from '../core/refs.ts';
import type { Account } from './pulls.ts';

export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** The commit that was looked at. */
  readonly commit: string;
  /** Milliseconds since the epoch, in whole seconds as GitHub gives them. */
  readonly submittedAt: number;
}

/** A commit's author or committer: GitHub's account of the address, where there is one. */
export interface Signer {
  readonly login?: string;
  readonly address: string;
}

/** A commit that a pull request brings. */
export interface BroughtCommit {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: Signer;
  readonly committer: Signer;
  /** Named by trailers of its message: anybody's word. */
  readonly coAuthors: readonly Signer[];
  /** GitHub made it, and has verified that by its own signature. */
  readonly byGitHub: boolean;
}

/** A branch was moved. */
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

/** Who may say yes: read from GitHub at the time of the decision, never from an event. */
export interface Reviewers {
  /** Submitted reviews, oldest first. */
  reviews(pull: PullRef): Promise<readonly Review[]>;
  /** The commits that it brings, and whether these are all: GitHub lists so many and no more. */
  commits(pull: PullRef): Promise<{ readonly listed: readonly BroughtCommit[]; readonly all: boolean }>;
  /** Who signed a commit of the repository. */
  signed(repository: RepositoryRef, commit: string): Promise<BroughtCommit>;
  /** How the branch of this repository was moved, newest first. */
  pushes(repository: RepositoryRef, branch: string): Promise<readonly Push[]>;
  /** The commits that a push brought: reachable from one and not from the other. Undefined: GitHub has lost one of them. */
  between(repository: RepositoryRef, before: string, after: string): Promise<readonly string[] | undefined>;
  /** The branch that the pull request merged by this commit came from; undefined: none, or a fork's. */
  mergedBranch(repository: RepositoryRef, commit: string): Promise<string | undefined>;
  /** `unknown` when GitHub would not say. */
  permission(repository: RepositoryRef, login: string): Promise<Permission | 'unknown'>;
  /** @param team `organization/team` */
  isMember(repository: RepositoryRef, team: string, login: string): Promise<boolean | 'unknown'>;
}
