import type { Source, SourceBlob, Standing } from '../ports/source.ts';
import { type TreeEntry, findTree, listTree } from './list-tree.ts';
import { readBlobs } from './read-blobs.ts';
import { toText } from './to-text.ts';
import { isInHiddenFolder, noSuchFolder, notRegular, sourcePath } from './source-path.ts';

export interface CommitSourceOptions {
  /** For people: `main (3f2a91c)`. */
  readonly description: string;
  /** Where the repository lives, without credentials. */
  readonly repository: string;
  readonly standing: Standing;
}

/**
 * The files of a commit or tree, read from Git's objects: whatever is in the checkout does not matter.
 * @param path the folder of the repository
 * @param id id of a commit, or of a tree such as a merge makes
 * @throws OpsError `not-found` when the repository does not have it.
 */
export async function createCommitSource(
  path: string,
  id: string,
  options: CommitSourceOptions,
): Promise<Source> {
  const tree: Tree = { path, id: await findTree(path, id), description: options.description };
  const blobs: Source['blobs'] = (folder, accept) =>
    readFolder(tree, sourcePath(folder), accept ?? (() => true));
  return {
    ...options,
    files: async (folder, accept) => (await blobs(folder, accept)).map(toText),
    blobs,
    file: async (file) => readOne(tree, sourcePath(file)),
  };
}

interface Tree {
  readonly path: string;
  readonly id: string;
  readonly description: string;
}

async function readFolder(
  tree: Tree,
  folder: string,
  accept: (path: string) => boolean,
): Promise<SourceBlob[]> {
  const entries = await listTree(tree.path, tree.id, folder);
  const itself = entries.find((entry) => entry.path === folder);
  if (itself) checkRegular(itself);
  if (itself || (entries.length === 0 && folder !== '.')) throw noSuchFolder(folder, tree.description);
  const regular = entries.filter((entry) => isReadable(entry, folder)).filter(({ path }) => accept(path));
  return readBlobs(tree.path, regular);
}

function isReadable(entry: TreeEntry, folder: string): boolean {
  const regular = entry.mode.startsWith('100');
  if (!regular && !isInHiddenFolder(entry.path, folder)) checkRegular(entry);
  return regular;
}

function checkRegular(entry: TreeEntry): void {
  if (entry.mode === '120000') throw notRegular(entry.path, 'a symbolic link');
  if (entry.mode === '160000') throw notRegular(entry.path, 'a submodule');
}

async function readOne(tree: Tree, path: string): Promise<string | undefined> {
  const entry = (await listTree(tree.path, tree.id, path)).find((item) => item.path === path);
  if (!entry) return undefined;
  checkRegular(entry);
  return (await readBlobs(tree.path, [entry]))[0]?.bytes.toString();
}
