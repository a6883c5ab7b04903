import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { notRegular } from './source-path.ts';

/**
 * One file's content, or undefined where there is none (a folder is none).
 * @throws OpsError when it has become a link, or something that is no file, since it was listed.
 */
export async function readRegularFile(path: string, name: string): Promise<Buffer | undefined> {
  try {
    return await readOpened(path, name);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (codeOf(error) === 'ELOOP') throw notRegular(name, 'a symbolic link');
    throw error;
  }
}

async function readOpened(path: string, name: string): Promise<Buffer | undefined> {
  // Without NONBLOCK, opening a named pipe would wait for its writer.
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const stats = await file.stat();
  if (stats.isDirectory()) return undefined;
  if (!stats.isFile()) throw notRegular(name, 'no regular file');
  return file.readFile();
}

export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
