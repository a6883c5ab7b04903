import { constants } from 'node:fs';
import { mkdir, open, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SourceBlob } from '../ports/source.ts';

export type WrittenFile = Pick<SourceBlob, 'path' | 'bytes'>;

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes files below a folder of ours, each once.
 * @param root a real path
 * @throws Error, before any file is written, for a path that leads elsewhere. Paths from Git have been checked where
 *   they came out, so such a path is a mistake of ours.
 */
export async function writeInside(root: string, files: readonly WrittenFile[]): Promise<void> {
  for (const { path } of files) if (!isPlain(path)) throw leadsOut(path);
  const folders = new Set(files.map(({ path }) => dirname(join(root, path))));
  for (const path of folders) await makeFolder(path);
  for (const file of files) await write(root, file);
}

function isPlain(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((name) => !['', '.', '..'].includes(name));
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await realpath(folder)) !== folder) throw leadsOut(folder);
}

async function write(root: string, { path, bytes }: WrittenFile): Promise<void> {
  const file = await open(join(root, path), NEW, 0o600);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

function leadsOut(path: string): Error {
  return new Error(`${JSON.stringify(path)} is no path inside of the rendering folder.`);
}
