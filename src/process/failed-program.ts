import { Readable, Writable } from 'node:stream';
import type { Program } from './program.ts';

/** A program that was never started. */
export function failedProgram(failed: Error): Program {
  const end = Promise.resolve({ failed });
  const nothing = () => undefined;
  return {
    group: undefined,
    ...noStreams(),
    exited: end,
    closed: end,
    end: nothing,
    ref: nothing,
    unref: nothing,
  };
}

/** Input that goes nowhere, and output that is over. */
export function noStreams(): Pick<Program, 'stdin' | 'stdout' | 'stderr'> {
  const stdin = new Writable({ write: (_chunk, _encoding, done) => done() });
  return { stdin, stdout: Readable.from([]), stderr: Readable.from([]) };
}
