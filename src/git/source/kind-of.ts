import { stat } from 'node:fs/promises';
import { isMissing } from './read-regular-file.ts';

/** The kind of a path on this machine, links followed; a pipe or the like counts as a file. */
export async function kindOf(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isMissing(error)) return 'nothing';
    throw error;
  }
}
