import type { Source, Standing } from '../../ports/source.ts';
import { commitView } from './commit-view.ts';
import type { Seen } from './follow-links.ts';
import { linkedSource } from './linked-source.ts';
import { type TreeEntry, checked, findTree, listTree } from './list-tree.ts';
import { readBlobs } from './read-blobs.ts';
import { notRegular, sourcePath } from './source-path.ts';

export interface CommitSourceOptions {
  /** For people: `main (3f2a91c)`. */
  readonly description: string;
  /** The repository's address, without credentials. */
  readonly repository: string;
  readonly standing: Standing;
}

/**
 * The files of a commit or tree, read from Git's objects, independent of the checkout.
 * @param path the folder of the repository
 * @param id id of a commit, or of a tree, such as the result of a merge
 * @throws OpsError `not-found` when the repository has no such commit or tree.
 */
export async function createCommitSource(
  path: string,
  id: string,
  options: CommitSourceOptions,
): Promise<Source> {
  const tree = await findTree(path, id);
  const view = commitView(path, tree);
  const read = (seen: readonly Seen<TreeEntry>[]) =>
    readBlobs(
      path,
      seen.map(({ path: as, node }) => ({ ...node, path: as })),
    );
  return {
    ...options,
    ...linkedSource(view, read, options.description),
    file: async (file) => readOne(path, tree, sourcePath(file)),
  };
}

async function readOne(repository: string, tree: string, path: string): Promise<string | undefined> {
  const entries = checked(await listTree(repository, tree, path), path);
  const entry = entries.find((item) => item.path === path);
  if (entry === undefined || entry.kind === 'folder') return undefined;
  if (entry.kind !== 'file') throw notRegular(path, WHAT[entry.kind]);
  return (await readBlobs(repository, [entry]))[0]?.bytes.toString();
}

const WHAT = { link: 'a symbolic link', submodule: 'a submodule', other: 'no regular file' } as const;
