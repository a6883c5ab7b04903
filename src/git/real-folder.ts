import { realpathSync, statSync } from 'node:fs';
import { OpsError } from '../core/errors.ts';

/** A folder's path without links. @throws OpsError `not-found` when there is no such folder. */
export function realFolder(folder: string): string {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new OpsError({ code: 'not-found', subject: folder, message: 'no such folder. Check the path.' });
  return realpathSync(folder);
}
