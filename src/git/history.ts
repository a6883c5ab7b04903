import { OpsError } from '../core/errors.ts';
import { describeRemote } from './describe-remote.ts';
import { git, gitFailed, runGit } from './git.ts';
import { readMergeTree } from './merge-tree.ts';

/** The commits of a local repository. Every method throws an OpsError when Git refuses. */
export interface History {
  /** The id of the commit that a revision names. */
  resolve(revision: string): Promise<string>;
  /** The newest common commit. */
  mergeBase(a: string, b: string): Promise<string>;
  /** `origin/main`, or `main` where there is no origin. */
  defaultBranch(): Promise<string>;
  /** The id of the tree that results from merging `head` into `base`. `conflict` when the merge fails. */
  mergeTree(base: string, head: string): Promise<string>;
  /** The origin, the same for every clone and without credentials: `github.com/acme/shop`; without one, the path. */
  origin(): Promise<string>;
  /** Paths that differ between two trees or commits, in order. A renamed file counts as two. */
  changedFiles(treeA: string, treeB: string): Promise<string[]>;
}

/** @param path a folder of the repository, or a bare repository. */
export function openHistory(path: string): History {
  const resolve = (revision: string) => resolveRevision(path, revision);
  return {
    resolve,
    mergeBase: async (a, b) => findMergeBase(path, await resolve(a), await resolve(b)),
    defaultBranch: () => findDefaultBranch(path),
    mergeTree: async (base, head) => readMergeTree(path, await resolve(base), await resolve(head)),
    origin: () => readOrigin(path),
    changedFiles: (treeA, treeB) => readChangedFiles(path, treeA, treeB),
  };
}

async function resolveRevision(path: string, revision: string): Promise<string> {
  const commit = await verify(path, revision);
  if (commit !== undefined) return commit;
  const message = 'no such commit here. Check the spelling, or fetch it ("git fetch origin").';
  throw new OpsError({ code: 'not-found', subject: `revision ${JSON.stringify(revision)}`, message });
}

async function verify(path: string, revision: string): Promise<string | undefined> {
  checkRevision(revision);
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const result = await runGit(path, args);
  if (result.code === 1) return undefined;
  if (result.code !== 0) throw gitFailed(path, 'git rev-parse', result);
  return result.stdout.toString().trim();
}

/** Refuses a revision that is no name by Git's rules, or could be taken for an option. */
function checkRevision(revision: string): void {
  if (/^[\p{L}\p{N}@_][\p{L}\p{N}_./@{}^~+:#=,%!-]{0,250}$/u.test(revision) && !revision.includes('..'))
    return;
  const message = 'not a revision. Name a branch, a tag or a commit.';
  throw new OpsError({ code: 'usage', subject: `revision ${JSON.stringify(revision)}`, message });
}

async function findMergeBase(path: string, a: string, b: string): Promise<string> {
  const result = await runGit(path, ['merge-base', a, b]);
  if (result.code === 0) return result.stdout.toString().trim();
  if (result.code !== 1) throw gitFailed(path, 'git merge-base', result);
  const message = 'the two have no commit in common. Fetch their whole history ("git fetch --unshallow").';
  throw new OpsError({ code: 'not-found', subject: `${a.slice(0, 7)} and ${b.slice(0, 7)}`, message });
}

async function findDefaultBranch(path: string): Promise<string> {
  const head = await runGit(path, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  if (head.code === 0) return head.stdout.toString().trim();
  for (const branch of ['origin/main', 'origin/master', 'main', 'master']) {
    if ((await verify(path, branch)) !== undefined) return branch;
  }
  const message = 'no default branch found. Name the base to compare with.';
  throw new OpsError({ code: 'not-found', subject: path, message });
}

async function readOrigin(path: string): Promise<string> {
  const result = await runGit(path, ['config', '--get', 'remote.origin.url']);
  const url = result.stdout.toString().trim();
  return result.code === 0 && url !== '' ? describeRemote(url) : path;
}

async function readChangedFiles(path: string, treeA: string, treeB: string): Promise<string[]> {
  for (const tree of [treeA, treeB]) checkRevision(tree);
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--end-of-options', treeA, treeB];
  const output = await git(path, args);
  return output.toString().split('\0').slice(0, -1);
}
