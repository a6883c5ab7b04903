import { type TreeEntry, checked, listTree } from './list-tree.ts';
import { readBlobs } from './read-blobs.ts';
import { prefixesOf } from './source-path.ts';
import type { TreeView } from './tree-view.ts';

/** A longer target of a link is no path. */
const MAX_TARGET_BYTES = 4096;

/**
 * The tree of a commit. A folder without links takes one run of Git; with links, the whole tree is listed once, instead
 * of each place that they lead to.
 * @param tree id of the tree
 */
export function commitView(repository: string, tree: string): TreeView<TreeEntry> {
  let whole: Promise<Whole> | undefined;
  const all = () => (whole ??= readWhole(repository, tree));
  return {
    below: async (folder) => {
      const entries = whole === undefined ? await listTree(repository, tree, folder) : (await whole).entries;
      const within = checked(entries, folder);
      const itself = within.find(({ path }) => path === folder);
      const isFolder = folder === '.' || itself?.kind === 'folder';
      return isFolder ? within.filter((entry) => entry !== itself) : undefined;
    },
    along: async (path) => {
      const { at } = await all();
      const found = prefixesOf(path).map((prefix) => at.get(prefix));
      return found.flatMap((entry) => (entry === undefined ? [] : [entry]));
    },
    targetOf: async (link) => (await all()).targets.get(link.path) ?? '',
  };
}

interface Whole {
  readonly entries: readonly TreeEntry[];
  readonly at: ReadonlyMap<string, TreeEntry>;
  /** Targets of links, by the link's path. */
  readonly targets: ReadonlyMap<string, string>;
}

async function readWhole(repository: string, tree: string): Promise<Whole> {
  const entries = await listTree(repository, tree, '.');
  const links = entries.filter(({ kind, size }) => kind === 'link' && size <= MAX_TARGET_BYTES);
  const blobs = await readBlobs(repository, links);
  return {
    entries,
    at: new Map(entries.map((entry) => [entry.path, entry])),
    targets: new Map(blobs.map(({ path, bytes }) => [path, bytes.toString()])),
  };
}
