import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { type Child, endGroup } from './end-group.ts';
import { notStarted } from './exec-errors.ts';
import { failedProgram, noStreams } from './failed-program.ts';
import type { Program, ProgramEnd, ProgramStart } from './program.ts';

/** Starts a program as a child of this process, which stands still for that: the longer, the more memory it holds. */
export function startHere(start: ProgramStart): Program {
  try {
    const { cwd, env } = start;
    // A group of its own, so that its children can be ended with it.
    const child = spawn(start.command, start.args, {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    return programOf(child, start);
  } catch (error) {
    // Node throws some refusals of the system and emits others; any other error is a bug of the caller's.
    const refusal = error as NodeJS.ErrnoException;
    return failedProgram(
      refusal.syscall === undefined ? refusal : notStarted(start.name, start.cwd, refusal),
    );
  }
}

function programOf(child: Child, { name, cwd }: ProgramStart): Program {
  const ends = { exited: Promise.withResolvers<ProgramEnd>(), closed: Promise.withResolvers<ProgramEnd>() };
  child.once('error', (error) => {
    const end = { failed: notStarted(name, cwd, error) };
    ends.exited.resolve(end);
    ends.closed.resolve(end);
  });
  child.once('exit', (code, signal) => ends.exited.resolve(endOf(code, signal)));
  child.once('close', (code, signal) => ends.closed.resolve(endOf(code, signal)));
  // Node makes no pipes where too many files are open, and tells it a moment later.
  const { stdin, stdout, stderr } = (child.stdin as Writable | undefined) ? child : noStreams();
  // A program may end without reading all of its input; its end tells whether that matters.
  stdin.on('error', () => undefined);
  const handles = [child, stdin, stdout, stderr] as readonly Partial<Pick<Socket, 'ref' | 'unref'>>[];
  return {
    group: child.pid,
    stdin,
    stdout,
    stderr,
    exited: ends.exited.promise,
    closed: ends.closed.promise,
    end: (grace) => endGroup(child, grace),
    ref: () => handles.forEach((handle) => handle.ref?.()),
    unref: () => handles.forEach((handle) => handle.unref?.()),
  };
}

function endOf(code: number | null, signal: string | null): ProgramEnd {
  return code === null ? { signal: signal ?? 'a signal' } : { code };
}
