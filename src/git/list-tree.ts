import { OpsError } from '../core/errors.ts';
import { git, runGit } from './git.ts';

/** A file, link or submodule of a tree. */
export interface TreeEntry {
  readonly path: string;
  /** `100644`, `100755`, `120000` (symbolic link) or `160000` (submodule). */
  readonly mode: string;
  /** Id of the blob. */
  readonly id: string;
  /** Bytes; 0 for a submodule. */
  readonly size: number;
}

/** The id of a commit's tree, or of the tree itself. */
export async function findTree(repository: string, id: string): Promise<string> {
  const known = /^[0-9a-f]{40,64}$/.test(id);
  const result = known && (await runGit(repository, ['rev-parse', '--verify', '--quiet', `${id}^{tree}`]));
  if (result && result.code === 0) return result.stdout.toString().trim();
  const message = 'the repository has no such commit or tree. Fetch it ("git fetch origin").';
  throw new OpsError({ code: 'not-found', subject: JSON.stringify(id), message });
}

/** Everything in a tree at or below a path, in the order of paths. */
export async function listTree(repository: string, tree: string, path: string): Promise<TreeEntry[]> {
  const limit = path === '.' ? [] : ['--', path];
  const output = await git(repository, ['ls-tree', '-r', '-z', '--long', '--full-tree', tree, ...limit]);
  const entries = output.toString().split('\0').slice(0, -1).map(parseEntry);
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** `<mode> <type> <id> <size>\t<path>` */
function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', , id = '', size = ''] = line.slice(0, tab).split(/ +/);
  return { path: line.slice(tab + 1), mode, id, size: Number.parseInt(size, 10) || 0 };
}
