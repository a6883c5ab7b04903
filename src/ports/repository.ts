import type { Source } from './source.ts';

/** A proposal: the base, and the result of merging a head into it. */
export interface Proposal {
  readonly base: Source;
  readonly proposed: Source;
  /** Paths that differ between base and proposed, relative to the repository's root. */
  readonly changed: readonly string[];
}

/** A Git checkout. */
export interface Repository {
  /** Absolute path of its top level. */
  readonly root: string;
  /** The files as they are in the working folder, uncommitted edits included. */
  workingSource(): Source;
  /**
   * The result of merging one revision into another, without touching the checkout.
   * @param base a revision; absent: the default branch
   * @param head a revision; absent: HEAD
   * @throws OpsError `not-found` for a missing revision, `conflict` where the two do not merge.
   */
  propose(base: string | undefined, head: string | undefined): Promise<Proposal>;
}
