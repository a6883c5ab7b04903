import { constants } from 'node:os';
import { OpsError } from '../core/errors.ts';
import { BOUNDS } from './bounds.ts';
import type { ExecResult } from './exec.ts';

/**
 * The result of a program that ended by itself; the caller knows whether it succeeded.
 * @throws OpsError `tool-failed` for a program that could not start, or that a bound or a signal has ended
 */
export function requireEnd(tool: string, result: ExecResult): ExecResult {
  const { code, stderr } = result;
  if (code === 0) return result;
  if (stderr.startsWith('bwrap: '))
    throw ended(
      tool,
      'could not be started where it is isolated. Try again, or look into the log of the server.',
    );
  if (code === 126 || code === 127)
    throw ended(
      tool,
      'could not be started where it sees only itself. Name the program itself, and no script that starts it.',
    );
  if (ranOutOfMemory(stderr))
    throw ended(
      tool,
      `needed more than ${BOUNDS.memoryBytes / 1024 ** 2} MiB of memory. Make what it renders smaller.`,
    );
  if (code > 128) throw ended(tool, `was ended by ${signalOf(code - 128)}. Make what it renders smaller.`);
  return result;
}

/** Whether Go, or the C library, says that memory ran out. */
function ranOutOfMemory(stderr: string): boolean {
  return /^(fatal error: )?(runtime: )?(out of memory|cannot allocate memory)|: cannot allocate memory$/im.test(
    stderr,
  );
}

/** The name of a signal, which a shell and bubblewrap report as an exit code. */
function signalOf(number: number): string {
  const signals = Object.entries(constants.signals);
  return signals.find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

function ended(tool: string, message: string): OpsError {
  return new OpsError({ code: 'tool-failed', subject: tool, message });
}
