import { join } from 'node:path';
import type { Source, SourceBlob } from '../../ports/source.ts';
import { blobId } from './blob-id.ts';
import { folderView } from './folder-view.ts';
import type { Seen } from './follow-links.ts';
import { linkedSource } from './linked-source.ts';
import { readRegularFile } from './read-regular-file.ts';
import { realFolder } from './real-folder.ts';
import { notRegular, sourcePath } from './source-path.ts';
import type { TreeNode, TreeView } from './tree-view.ts';

export interface FolderSourceOptions {
  /** For people. Absent: the folder as given. */
  readonly description?: string;
  /** The repository's address, without credentials. Absent: the folder's real path. */
  readonly repository?: string;
}

/**
 * The files of a folder as they are now; it need not be a Git checkout.
 * @throws OpsError `not-found` when there is no such folder.
 */
export function createFolderSource(root: string, options: FolderSourceOptions = {}): Source {
  const path = realFolder(root);
  const view = folderView(path);
  return {
    description: options.description ?? root,
    repository: options.repository ?? path,
    standing: 'own',
    ...linkedSource(view, async (seen) => seen.flatMap((each) => readSeen(path, each)), root),
    file: async (file) => (await readOne(view, path, sourcePath(file)))?.toString(),
  };
}

function readSeen(root: string, { path, node }: Seen<TreeNode>): SourceBlob[] {
  const bytes = readRegularFile(join(root, node.path), path);
  // Undefined: deleted since it was listed.
  return bytes === undefined ? [] : [{ path, bytes, id: blobId(bytes) }];
}

async function readOne(view: TreeView<TreeNode>, root: string, path: string): Promise<Buffer | undefined> {
  const link = (await view.along(path)).find(({ kind }) => kind === 'link');
  if (link !== undefined) throw notRegular(link.path, 'a symbolic link');
  return readRegularFile(join(root, path), path);
}
