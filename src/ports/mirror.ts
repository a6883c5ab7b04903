import type { RepositoryRef } from '../core/refs.ts';
import type { Proposal } from './repository.ts';
import type { Source } from './source.ts';

/** The refs to fetch: branches by name, and heads of pull requests by number. */
export interface Wanted {
  readonly branches: readonly string[];
  readonly pulls?: readonly number[];
  /** A branch whose merge queue's entries are fetched. */
  readonly queue?: string;
}

/** An entry of a merge queue, read from the name of its branch: not to be trusted before Git confirms it. */
export interface QueueRef {
  readonly pull: number;
  /** The commit below it: the tip, or the entry ahead. */
  readonly parent: string;
  readonly commit: string;
}

/** A repository's commits at the time of the fetch. Every commit is named by its 40 hexadecimal digits. */
export interface Commits {
  /** Of a branch that was wanted. A fetch of one that is not there fails as a whole. */
  branch(name: string): string;
  pull(number: number): string;
  /** The entries of the wanted merge queue, in no order. */
  queued(): readonly QueueRef[];
  source(commit: string): Promise<Source>;
  /** The result of merging the head into the base. @throws OpsError `conflict` */
  propose(base: string, head: string): Promise<Proposal>;
  /** Paths that the head changed since it left the base. */
  changedSince(base: string, head: string): Promise<readonly string[]>;
  /** Paths that differ between two commits. For lines merged before, a merge can differ in more than either changed. */
  changedBetween(before: string, after: string): Promise<readonly string[]>;
  /** Paths that differ between the results of merging the head into one base and into another. @throws OpsError `conflict` */
  changedByBase(before: string, after: string, head: string): Promise<readonly string[]>;
  /** The first parent. */
  parent(commit: string): Promise<string>;
  /** Commits in `until`, but not in `since`, that touch one of the paths; newest first. */
  touching(since: string, until: string, paths: readonly string[]): Promise<readonly string[]>;
  /** Whether the ancestor is in the history of the descendant, or equals it. An unknown commit is not. */
  contains(descendant: string, ancestor: string): Promise<boolean>;
  /** Whether a commit is on top of the base, and holds exactly the result of merging the head into it. */
  isMergeOf(commit: string, base: string, head: string): Promise<boolean>;
  /** Whether a commit merges two others, and holds exactly the result of that merge. */
  isPlainMerge(commit: string): Promise<boolean>;
}

/** Local copies of the repositories. */
export interface Mirror {
  /** @throws OpsError `unreachable` (retryable), `unauthorized`, `not-found`. */
  fetch(repository: RepositoryRef, wanted: Wanted): Promise<Commits>;
}
