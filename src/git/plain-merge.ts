import { OpsError } from '../core/errors.ts';
import { git, runGit } from './git.ts';
import { readMergeTree } from './merge-tree.ts';

/** Whether a commit merges two others, and holds exactly the result of that merge; a missing commit does not. */
export async function isPlainMerge(path: string, commit: string): Promise<boolean> {
  const args = ['rev-list', '--max-count=1', '--parents', '--end-of-options', commit];
  const { code, stdout } = await runGit(path, args);
  const [, first, second, third] = stdout.toString().trim().split(' ');
  if (code !== 0 || first === undefined || second === undefined || third !== undefined) return false;
  return holdsMergeOf(path, commit, first, second);
}

/** Whether a commit holds exactly the result of merging the head into the base, whether merged, squashed or rebased. */
export async function holdsMergeOf(
  path: string,
  commit: string,
  base: string,
  head: string,
): Promise<boolean> {
  const tree = await git(path, ['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]);
  return tree.toString().trim() === (await mergeOf(path, base, head));
}

/** The tree of the merge; undefined: it has conflicts. */
async function mergeOf(path: string, first: string, second: string): Promise<string | undefined> {
  try {
    return await readMergeTree(path, first, second);
  } catch (error) {
    if (error instanceof OpsError && error.code === 'conflict') return undefined;
    throw error;
  }
}
