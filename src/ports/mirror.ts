import type { RepositoryRef } from '../core/refs.ts';
import type { ObjectPlan } from './repository.ts';
import type { Source } from './source.ts';

/** What is to be there: branches by name, and heads of pull requests by number. */
export interface Wanted {
  readonly branches: readonly string[];
  readonly pulls?: readonly number[];
  /** A branch: the entries of its merge queue. */
  readonly queue?: string;
}

/** An entry of a merge queue, as the name of its branch tells: nothing of it is true before Git says the same. */
export interface QueueRef {
  readonly pull: number;
  /** What it stands on: the tip, or the entry ahead. */
  readonly parent: string;
  readonly commit: string;
}

/** A repository's commits as they were when they were fetched. Every commit is named by its 40 hexadecimal digits. */
export interface Commits {
  /** @throws OpsError `not-found` when the branch was not there. */
  branch(name: string): string;
  pull(number: number): string;
  /** Those of the merge queue that was asked for, in no order. */
  queued(): readonly QueueRef[];
  source(commit: string): Promise<Source>;
  /** What merging the head into the base would give. @throws OpsError `conflict` */
  propose(base: string, head: string): Promise<ObjectPlan>;
  /** Paths that a line of development changed since it left the base. */
  changedSince(base: string, head: string): Promise<readonly string[]>;
  /** Paths that differ between two commits. Of a merge of lines that have been merged before it can be more than either changed. */
  changedBetween(before: string, after: string): Promise<readonly string[]>;
  /** The first parent. */
  parent(commit: string): Promise<string>;
  /** Commits that a line of development has since another one, and that touch one of the paths; newest first. */
  touching(since: string, until: string, paths: readonly string[]): Promise<readonly string[]>;
  /** Whether the ancestor is in the history of the descendant, or is it. A commit that is not known is not. */
  contains(descendant: string, ancestor: string): Promise<boolean>;
  /** Whether a commit stands on the base, and holds what merging the head into that gives, no more and no less. */
  isMergeOf(commit: string, base: string, head: string): Promise<boolean>;
  /** Whether a commit merges two others and holds what merging them gives, no more and no less. */
  isPlainMerge(commit: string): Promise<boolean>;
}

/** Local copies of the repositories. */
export interface Mirror {
  /** @throws OpsError `unreachable` (retryable), `unauthorized`, `not-found`. */
  fetch(repository: RepositoryRef, wanted: Wanted): Promise<Commits>;
}
