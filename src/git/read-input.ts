import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { OpsError } from '../core/errors.ts';

/**
 * The content of a file that a user names: also a pipe or a link, since it is their own. `-` is the standard input.
 * @throws OpsError `not-found` or `invalid-source` where it cannot be read
 */
export async function readInput(file: string, stdin: Readable): Promise<Buffer> {
  if (file === '-') return buffer(stdin);
  try {
    return await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw code === 'ENOENT'
      ? new OpsError({
          code: 'not-found',
          subject: file,
          message: 'no such file or folder. Check the path.',
          cause,
        })
      : new OpsError({
          code: 'invalid-source',
          subject: file,
          message: `it cannot be read (${code}). Correct its permissions, or name another file.`,
          cause,
        });
  }
}
