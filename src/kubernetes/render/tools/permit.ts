import { OpsError } from '../../../core/errors.ts';
import type { Source } from '../../../ports/source.ts';
import type { Isolation } from '../../../process/probe-isolation.ts';

/** How a tool may run on what a source holds. */
export interface Permit {
  readonly isolation: Isolation;
  /** What everybody who reads the result has to know. */
  readonly warnings: readonly string[];
}

/**
 * Isolated, or not at all: but for what has been merged, and for the user's own files at a terminal, with a word about it.
 * @param folder what is rendered
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
