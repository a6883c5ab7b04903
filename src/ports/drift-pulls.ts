import type { PullRef, RepositoryRef } from './jobs.ts';

export interface DriftProposal {
  /** `plumbline/drift/<environment>/<target>`. */
  readonly branch: string;
  /** The branch to merge into, and where it stands. */
  readonly base: { readonly branch: string; readonly sha: string };
  /** The one file that it changes. */
  readonly file: { readonly path: string; readonly text: string };
  readonly message: string;
  readonly title: string;
  readonly body: string;
}

/** The pull requests that we open ourselves. Commits are made through the API, so that GitHub signs them. */
export interface DriftPulls {
  /** Opens it, or brings the open one of that branch up to date; nothing is written where nothing changed. */
  propose(repository: RepositoryRef, proposal: DriftProposal): Promise<{ readonly number: number }>;
  /** The open one of that branch. */
  find(repository: RepositoryRef, branch: string): Promise<number | undefined>;
  /** Says why, closes it and deletes its branch. One that is closed already is left alone. */
  close(pull: PullRef, reason: string): Promise<void>;
}
