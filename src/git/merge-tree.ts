import { OpsError } from '../core/errors.ts';
import { gitFailed, runGit } from './git.ts';

/**
 * The id of the tree that results from merging two commits; nothing is checked out.
 * @throws OpsError `conflict`, listing the files, `unsupported` for a Git before 2.38.
 */
export async function readMergeTree(path: string, base: string, head: string): Promise<string> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', base, head];
  const result = await runGit(path, args);
  // `<tree> NUL`, and after a conflict `<file> NUL` for each file with one.
  const [tree = '', ...files] = result.stdout.toString().split('\0').slice(0, -1);
  if (result.code === 0) return tree.trim();
  if (result.code === 1 && files.length > 0) throw conflictIn(base, head, files);
  if (result.code === 129) throw tooOld(path);
  throw gitFailed(path, 'git merge-tree', result);
}

function conflictIn(base: string, head: string, files: readonly string[]): OpsError {
  const subject = `merge of ${head.slice(0, 7)} into ${base.slice(0, 7)}`;
  const message = `conflicts in ${files.join(', ')}. Merge or rebase, resolve them and push.`;
  return new OpsError({ code: 'conflict', subject, message });
}

function tooOld(path: string): OpsError {
  const message = 'this Git cannot merge without a checkout. Install Git 2.38 or later.';
  return new OpsError({ code: 'unsupported', subject: path, message });
}
