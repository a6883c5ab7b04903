import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source, SourceBlob } from '../ports/source.ts';
import { blobId } from './blob-id.ts';
import { toText } from './to-text.ts';
import { isMissing, readRegularFile } from './read-regular-file.ts';
import { realFolder } from './real-folder.ts';
import { isInHiddenFolder, noSuchFolder, notRegular, sourcePath } from './source-path.ts';

export interface FolderSourceOptions {
  /** For people. Absent: the folder as it was given. */
  readonly description?: string;
  /** Where the source lives, without credentials. Absent: the folder's real path. */
  readonly repository?: string;
}

/**
 * The files of a folder as they are now; it need not be a Git checkout.
 * @throws OpsError `not-found` when there is no such folder.
 */
export function createFolderSource(root: string, options: FolderSourceOptions = {}): Source {
  const path = realFolder(root);
  const blobs: Source['blobs'] = async (folder, accept) =>
    readFolder(path, sourcePath(folder), accept ?? (() => true));
  return {
    description: options.description ?? root,
    repository: options.repository ?? path,
    standing: 'own',
    files: async (folder, accept) => (await blobs(folder, accept)).map(toText),
    blobs,
    file: async (file) => (await readOne(path, sourcePath(file)))?.toString(),
  };
}

async function readFolder(
  root: string,
  folder: string,
  accept: (path: string) => boolean,
): Promise<SourceBlob[]> {
  if (!(await isFolder(root, folder))) throw noSuchFolder(folder, root);
  const paths = (await listFolder(root, folder, folder)).toSorted();
  return paths.filter(accept).flatMap((path) => {
    const bytes = readRegularFile(join(root, path), path);
    // Undefined: deleted since it was listed.
    return bytes === undefined ? [] : { path, bytes, id: blobId(bytes) };
  });
}

async function readOne(root: string, path: string): Promise<Buffer | undefined> {
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  return (await isFolder(root, parent)) ? readRegularFile(join(root, path), path) : undefined;
}

/** Walks down name by name, so that a link on the way is seen. */
async function isFolder(root: string, folder: string): Promise<boolean> {
  const names = folder === '.' ? [] : folder.split('/');
  for (const [index] of names.entries()) {
    const path = names.slice(0, index + 1).join('/');
    const stats = await lstat(join(root, path)).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (stats?.isSymbolicLink()) throw notRegular(path, 'a symbolic link');
    if (!stats?.isDirectory()) return false;
  }
  return true;
}

/** The regular files below a folder. */
async function listFolder(root: string, folder: string, top: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const visible = entries.filter(({ name }) => name !== '.git');
  const lists = await Promise.all(visible.map((entry) => listEntry(root, folder, top, entry)));
  return lists.flat();
}

async function listEntry(root: string, folder: string, top: string, entry: Dirent): Promise<string[]> {
  const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
  if (entry.isDirectory()) return listFolder(root, path, top);
  if (entry.isFile()) return [path];
  if (isInHiddenFolder(path, top)) return [];
  throw notRegular(path, entry.isSymbolicLink() ? 'a symbolic link' : 'no regular file');
}
