import { posix } from 'node:path';
import { OpsError } from '../../core/errors.ts';
import type { ExecResult } from '../../process/exec.ts';
import { firstLine, gitFailed, runGit } from '../git.ts';
import { readObjects } from '../objects/read-objects.ts';
import { checkEntryPath, refusedEntry } from './entry-name.ts';
import { isWithin } from './source-path.ts';
import type { Kind, TreeNode } from './tree-view.ts';

/** An entry of a tree. */
export interface TreeEntry extends TreeNode {
  /** Id of the blob. */
  readonly id: string;
  /** Bytes; 0 for an entry that is no blob. */
  readonly size: number;
}

/** The id of a commit's tree, or of the tree itself. */
export async function findTree(repository: string, id: string): Promise<string> {
  const known = /^[0-9a-f]{40,64}$/.test(id);
  const [answer = 'missing'] = known ? await readObjects(repository, [`info ${id}^{tree}`], 0) : [];
  if (answer !== 'missing') return answer.id;
  const message = 'the repository has no such commit or tree. Fetch it ("git fetch origin").';
  throw new OpsError({ code: 'not-found', subject: JSON.stringify(id), message });
}

/**
 * All entries of a tree below a path or on the way to it, in the order of paths: **unchecked**, straight from untrusted
 * objects. Only `checked` entries may be used.
 */
export async function listTree(repository: string, tree: string, path: string): Promise<TreeEntry[]> {
  const limit = path === '.' ? [] : ['--', path];
  const args = ['ls-tree', '-r', '-t', '-z', '--long', '--full-tree', tree, ...limit];
  const result = await runGit(repository, args);
  if (result.code !== 0) throw unreadable(repository, path, result);
  const entries = result.stdout.toString().split('\0').slice(0, -1).map(parseEntry);
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Git itself refuses an entry without a name, and a truncated tree. */
function unreadable(repository: string, path: string, result: ExecResult<Buffer>): OpsError {
  if (!/ in tree |\btree (file|entry|object)/.test(result.stderr))
    return gitFailed(repository, 'git ls-tree', result);
  const message = `Git cannot read the tree: ${firstLine(result.stderr)}. Remove that entry in the commit.`;
  return new OpsError({ code: 'invalid-source', subject: path, message });
}

/**
 * The entries at or below a path, checked: the one place where paths come out of Git's objects.
 * @throws OpsError `invalid-source` for a name that could lead elsewhere, and for entries that form no tree
 */
export function checked(entries: readonly TreeEntry[], path: string): TreeEntry[] {
  const folders = new Set(entries.filter(({ kind }) => kind === 'folder').map((entry) => entry.path));
  const within = entries.filter((entry) => isWithin(entry.path, path));
  for (const [index, entry] of within.entries()) {
    checkEntryPath(entry.path);
    if (within[index + 1]?.path === entry.path) throw refusedEntry(entry.path, 'is there twice');
    const parent = posix.dirname(entry.path);
    // Such an entry's own name may hold a "/".
    if (parent !== '.' && !folders.has(parent)) throw refusedEntry(entry.path, 'lies in no folder');
  }
  return within;
}

const KINDS: Readonly<Record<string, Kind>> = {
  '040000': 'folder',
  '100644': 'file',
  '100755': 'file',
  '100664': 'file',
  '120000': 'link',
  '160000': 'submodule',
};

/** `<mode> <type> <id> <size>\t<path>` */
function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', , id = '', size = ''] = line.slice(0, tab).split(/ +/);
  const kind = KINDS[mode] ?? 'other';
  return { path: line.slice(tab + 1), kind, id, size: Number.parseInt(size, 10) || 0 };
}
