import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { notRegular } from './source-path.ts';

/**
 * One file's content, or undefined where there is no file (a folder is none). Synchronous: manifests are small, and
 * waiting for each step of each file takes ten times as long as the steps do.
 * @throws OpsError when the path is a link, or no regular file.
 */
export function readRegularFile(path: string, name: string): Buffer | undefined {
  try {
    return readOpened(path, name);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (codeOf(error) === 'ELOOP') throw notRegular(name, 'a symbolic link');
    throw error;
  }
}

function readOpened(path: string, name: string): Buffer | undefined {
  // Without NONBLOCK, opening a named pipe would wait for its writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) return undefined;
    if (!stats.isFile()) throw notRegular(name, 'no regular file');
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
