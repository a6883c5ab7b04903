import type { Source } from './source.ts';

/** One line of development that a preview compares: what merging `head` into `base` would give. */
export interface ObjectPlan {
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
   * What merging one revision into another would give, without touching the checkout.
   * @param base a revision; absent: the default branch
   * @param head a revision; absent: HEAD
   * @throws OpsError `not-found` for a revision that is not there, `conflict` where they do not merge.
   */
  propose(base: string | undefined, head: string | undefined): Promise<ObjectPlan>;
}
