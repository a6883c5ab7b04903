import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkEntryPath } from './entry-name.ts';
import { isMissing } from './read-regular-file.ts';
import { prefixesOf } from './source-path.ts';
import type { Kind, TreeNode, TreeView } from './tree-view.ts';

/** A folder of this machine, without Git's own. @param root a real path */
export function folderView(root: string): TreeView<TreeNode> {
  const along = (path: string) => walkDown(root, path);
  return {
    below: async (folder) => {
      const last = (await along(folder)).at(-1);
      if (folder !== '.' && (last?.path !== folder || last.kind !== 'folder')) return undefined;
      return (await list(root, folder)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    along,
    targetOf: (link) => readlink(join(root, link.path)),
  };
}

/** Goes down name by name, so that a link on the way is found. */
async function walkDown(root: string, path: string): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  for (const prefix of prefixesOf(path)) {
    const stats = await lstat(join(root, prefix)).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (stats === undefined) break;
    nodes.push({ path: prefix, kind: kindOf(stats) });
    if (!stats.isDirectory()) break;
  }
  return nodes;
}

async function list(root: string, folder: string): Promise<TreeNode[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const visible = entries.filter(({ name }) => name !== '.git');
  const lists = await Promise.all(visible.map((entry) => listEntry(root, folder, entry)));
  return lists.flat();
}

async function listEntry(root: string, folder: string, entry: Dirent): Promise<TreeNode[]> {
  const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
  checkEntryPath(path);
  return entry.isDirectory() ? list(root, path) : [{ path, kind: kindOf(entry) }];
}

function kindOf(entry: Dirent | Stats): Kind {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
