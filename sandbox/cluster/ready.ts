import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.ts';

const PATIENCE_MS = 90_000;
const PAUSE_MS = 30;

/** A program ended although the cluster needs it. */
export class ProgramEnded extends Error {
  override name = 'ProgramEnded';
}

/** Resolves once `sign` says yes. Fails when the program ends first, or after 90 seconds. */
export async function readyWhen(program: Program, sign: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await sign())) {
    const end = program.end();
    if (end !== undefined) throw new ProgramEnded(logged(program, `ended (${end}) before it was ready`));
    if (Date.now() > deadline)
      throw new Error(logged(program, `was not ready after ${PATIENCE_MS / 1000} s`));
    await sleep(PAUSE_MS);
  }
}

/** What became of the program, with its last log lines. */
export function logged(program: Program, what: string): string {
  return `sandbox cluster: ${program.name} ${what}. Its last log lines:\n${program.tail()}`;
}
