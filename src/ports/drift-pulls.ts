import type { RepositoryRef, PullRef } from '../core/refs.ts';

/** A pull request of ours, as it is now. */
export interface DriftPullState {
  readonly state: 'open' | 'merged' | 'closed';
  /** Milliseconds since the epoch. */
  readonly closedAt?: number;
  /** 40 hexadecimal digits. */
  readonly head: string;
  readonly title: string;
  /** As people left it. */
  readonly body: string;
}

export interface DriftCommit {
  /** Where the default branch stands: what the commit holds besides the file. */
  readonly base: string;
  /** On which it is put: what the branch holds goes first, so that nothing is ever forced away. */
  readonly parents: readonly string[];
  readonly file: { readonly path: string; readonly text: string };
  readonly message: string;
}

/** The pull requests that we open ourselves. Commits are made through the API, so that GitHub signs them. */
export interface DriftPulls {
  /** Undefined: there is no such pull request. */
  read(pull: PullRef): Promise<DriftPullState | undefined>;
  /** The open one of a branch, whoever opened it. */
  find(repository: RepositoryRef, branch: string): Promise<number | undefined>;
  /** Where a branch stands; undefined: it is not there. */
  head(repository: RepositoryRef, branch: string): Promise<string | undefined>;
  /** Makes a commit that no branch holds yet. @returns its id */
  commit(repository: RepositoryRef, commit: DriftCommit): Promise<string>;
  /**
   * Moves a branch forwards, or makes it. What somebody pushed meanwhile is never lost: then it is refused.
   * @throws OpsError `invalid` for what GitHub refuses.
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
  /** Says why, and closes it. One that is closed already is left alone. */
  close(pull: PullRef, reason: string): Promise<void>;
  /** One that is gone already is no error. */
  removeBranch(repository: RepositoryRef, branch: string): Promise<void>;
}
