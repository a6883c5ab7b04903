import type { RepositoryRef, PullRef } from '../core/refs.ts';

/** The current state of a pull request that plumbline opened. */
export interface DriftPullState {
  readonly state: 'open' | 'merged' | 'closed';
  /** Milliseconds since the epoch. */
  readonly closedAt?: number;
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly title: string;
  /** The body with people's edits. */
  readonly body: string;
}

export interface DriftCommit {
  /** The commit at the default branch's tip: the other files of the new commit. */
  readonly base: string;
  /** The branch's own head comes first, so that no commit is ever lost by force. */
  readonly parents: readonly string[];
  readonly file: { readonly path: string; readonly text: string };
  readonly message: string;
}

/** The pull requests that plumbline opens. Commits are made through the API, so that GitHub signs them. */
export interface DriftPulls {
  /** Undefined: there is no such pull request. */
  read(pull: PullRef): Promise<DriftPullState | undefined>;
  /** The open pull request of a branch, whoever opened it. */
  find(repository: RepositoryRef, branch: string): Promise<number | undefined>;
  /** The commit at a branch's tip; undefined: there is no such branch. */
  head(repository: RepositoryRef, branch: string): Promise<string | undefined>;
  /** Makes a commit that no branch holds yet. @returns its id */
  commit(repository: RepositoryRef, commit: DriftCommit): Promise<string>;
  /**
   * Moves a branch forwards, or makes it. Refused after somebody else's push, which is never lost.
   * @throws OpsError `invalid` when GitHub refuses.
   */
  move(
    repository: RepositoryRef,
    branch: string,
    to: { readonly commit: string; readonly exists: boolean },
  ): Promise<void>;
  open(
    repository: RepositoryRef,
    pull: { readonly branch: string; readonly base: string; readonly title: string; readonly body: string },
  ): Promise<number>;
  edit(pull: PullRef, changes: { readonly title?: string; readonly body?: string }): Promise<void>;
  /** Comments the reason, and closes the pull request. A closed one is left alone. */
  close(pull: PullRef, reason: string): Promise<void>;
  /** A branch that is gone already is no error. */
  removeBranch(repository: RepositoryRef, branch: string): Promise<void>;
}
