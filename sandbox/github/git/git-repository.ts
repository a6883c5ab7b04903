export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TreeEntry {
  /** Relative to the tree that was listed. */
  readonly path: string;
  readonly mode: '100644' | '100755' | '040000' | '160000' | '120000';
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  /** Bytes; blobs only. */
  readonly size?: number;
}

export interface ChangedFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  readonly blob: string;
  /** Absent for binary files. */
  readonly patch?: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** A bare repository, read and written by real Git. Names of refs are whole: `refs/heads/main`. */
export interface GitRepository {
  readonly folder: string;
  /** The object that a ref, branch, tag or SHA names; undefined when there is none. */
  resolve(revision: string): Promise<string | undefined>;
  /** Refs below a prefix, by name. */
  refs(prefix: string): Promise<readonly { readonly ref: string; readonly sha: string }[]>;
  /** Sets a ref without telling anybody; `World.moveRef` tells. Undefined deletes. */
  setRef(ref: string, sha: string | undefined): Promise<void>;

  commit(sha: string): Promise<Commit | undefined>;
  /** Commits of `to` that `from` has not, oldest first. */
  log(from: string | undefined, to: string, path?: string): Promise<readonly Commit[]>;
  tree(sha: string, recursive: boolean): Promise<readonly TreeEntry[] | undefined>;
  blob(sha: string): Promise<Uint8Array | undefined>;
  /** What is at a path in a commit. */
  entry(commit: string, path: string): Promise<TreeEntry | undefined>;

  mergeBase(a: string, b: string): Promise<string | undefined>;
  changedFiles(from: string, to: string): Promise<readonly ChangedFile[]>;
  /** `git diff` from one commit to another, and `git format-patch` of what lies between. */
  diff(from: string, to: string): Promise<string>;
  patch(from: string, to: string): Promise<string>;

  writeBlob(content: Uint8Array): Promise<string>;
  /** @param base tree to start from; an entry without a sha removes the path */
  writeTree(
    base: string | undefined,
    entries: readonly { path: string; mode: string; type: string; sha: string | null }[],
  ): Promise<string>;
  writeCommit(commit: NewCommit): Promise<string>;
  /** The tree of a real merge of two commits; undefined when they conflict. */
  mergeTree(base: string, head: string): Promise<string | undefined>;
  /** Each commit of the head replayed on the base, in order; the last one's SHA, or undefined on a conflict. */
  rebase(base: string, head: string, committer: Signature): Promise<string | undefined>;
  /** Makes the objects of another repository available here (forks). */
  fetch(folder: string, revision: string, ref: string): Promise<void>;
}
