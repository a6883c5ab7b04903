import { OpsError } from '../core/errors.ts';
import { git, runGit } from './git.ts';
import { readMergeTree } from './merge-tree.ts';

/** Whether a commit merges two others and holds what merging them gives; one that is not there does not. */
export async function isPlainMerge(path: string, commit: string): Promise<boolean> {
  const args = ['rev-list', '--max-count=1', '--parents', '--end-of-options', commit];
  const { code, stdout } = await runGit(path, args);
  const [, first, second, third] = stdout.toString().trim().split(' ');
  if (code !== 0 || first === undefined || second === undefined || third !== undefined) return false;
  return holdsMergeOf(path, commit, first, second);
}

/** Whether a commit holds what merging the head into the base gives, however it was made: merged, squashed or rebased. */
export async function holdsMergeOf(
  path: string,
  commit: string,
  base: string,
  head: string,
): Promise<boolean> {
  const tree = await git(path, ['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]);
  return tree.toString().trim() === (await mergeOf(path, base, head));
}

/** Undefined: it cannot be made without somebody's hand. */
async function mergeOf(path: string, first: string, second: string): Promise<string | undefined> {
  try {
    return await readMergeTree(path, first, second);
  } catch (error) {
    if (error instanceof OpsError && error.code === 'conflict') return undefined;
    throw error;
  }
}
