import { OpsError } from '../../../core/errors.ts';
import type { Source } from '../../../ports/source.ts';
import type { Isolation } from '../../../process/probe-isolation.ts';

/** How a tool may run on the files of a source. */
export interface Permit {
  readonly isolation: Isolation;
  /** Warnings for everybody who reads the result. */
  readonly warnings: readonly string[];
}

/**
 * A tool runs isolated, or not at all. Without isolation it renders only merged files and, at a terminal, the user's
 * own; with a warning.
 * @param folder the rendered folder
 * @param tool for people: `helm`
 * @throws OpsError `tool-failed` for a proposal where nothing isolates the tool
 */
export function permit(isolation: Isolation, source: Source, folder: string, tool: string): Permit {
  if (isolation.works) return { isolation, warnings: [] };
  const { missing, grant } = isolation;
  if (source.standing === 'proposed') throw refused(folder, tool, `${missing}. ${grant}`);
  const who = source.standing === 'merged' ? 'It is merged, so' : 'It is your own, so';
  const warning = `${folder}: ${who} ${tool} rendered it although nothing isolates ${tool} here: ${missing}. ${grant}`;
  return { isolation, warnings: [warning] };
}

function refused(folder: string, tool: string, reason: string): OpsError {
  return new OpsError({
    code: 'tool-failed',
    subject: folder,
    message: `it is not merged, so ${tool} may render it only where it is isolated, and it is not: ${reason}`,
  });
}
