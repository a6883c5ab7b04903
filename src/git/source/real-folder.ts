import { realpathSync, statSync } from 'node:fs';
import { OpsError } from '../../core/errors.ts';

/** A folder's path without links. @throws OpsError `not-found` when there is no such folder, `usage` for a file. */
export function realFolder(folder: string): string {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return realpathSync(folder);
  throw stats === undefined
    ? new OpsError({ code: 'not-found', subject: folder, message: 'no such folder. Check the path.' })
    : new OpsError({ code: 'usage', subject: folder, message: 'no folder. Give the folder that it is in.' });
}
