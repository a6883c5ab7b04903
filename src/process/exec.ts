import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { killed, notStarted, timedOut, tooMuchOutput } from './exec-errors.ts';

export interface ExecOptions {
  /** The program's name in errors. Absent: the command. */
  readonly name?: string;
  readonly cwd: string;
  /** The whole environment of the program, PATH included. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds; 60 seconds unless told. */
  readonly timeout?: number;
  /** Bytes of output, of both streams together; 64 MiB unless told. */
  readonly maxBuffer?: number;
  readonly signal?: AbortSignal;
  /**
   * Milliseconds from SIGINT to SIGKILL; 2 seconds unless told. A program that holds a lock needs them to give it back.
   */
  readonly grace?: number;
}

export interface ExecResult<Output = string> {
  /** The exit code; the caller knows its meaning: not 0 is no error here. */
  readonly code: number;
  readonly stdout: Output;
  readonly stderr: string;
}

const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_GRACE = 2000;
const DEFAULT_MAX_BUFFER = 64 * 1024 * 1024;

/**
 * Runs a program without a shell and waits for its end.
 * @throws OpsError `tool-failed` for a program that is missing, is killed or prints too much; `timeout` for one that
 *   takes too long; the signal's reason for an aborted one. The program and its children are gone then.
 */
export async function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const result = await execBytes(command, args, options);
  return { ...result, stdout: result.stdout.toString() };
}

/** `exec` for output that is not text. */
export async function execBytes(
  command: string,
  args: readonly string[],
  options: ExecOptions,
): Promise<ExecResult<Buffer>> {
  options.signal?.throwIfAborted();
  return waitFor(start(command, args, options), options.name ?? command, options);
}

function start(command: string, args: readonly string[], { cwd, env }: ExecOptions): Child {
  try {
    // A group of its own, so that its children can be ended with it.
    return spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  } catch (error) {
    // Node throws some refusals of the system and emits others; any other error is a bug of the caller's.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw notStarted(command, cwd, error as NodeJS.ErrnoException);
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

function waitFor(child: Child, command: string, options: ExecOptions): Promise<ExecResult<Buffer>> {
  return new Promise((resolve, reject) => {
    let stopped: { readonly reason: unknown } | undefined;
    const stop = (reason: unknown) => {
      if (stopped) return;
      stopped = { reason };
      endGroup(child, options.grace ?? DEFAULT_GRACE);
    };
    const output = collect(child, options.maxBuffer ?? DEFAULT_MAX_BUFFER, () =>
      stop(tooMuchOutput(command)),
    );
    const release = stopInTime(stop, command, options);
    child.once('error', (error) => {
      release();
      reject(notStarted(command, options.cwd, error));
    });
    // The output may never close: a descendant that has left the group may hold it.
    child.once('exit', () => {
      if (!stopped) return;
      // Kills the children that it has left running.
      signalGroup(child, 'SIGKILL');
      release();
      child.stdout.destroy();
      child.stderr.destroy();
      reject(stopped.reason);
    });
    child.once('close', (code, signal) => {
      release();
      if (code === null) reject(killed(command, signal ?? 'a signal'));
      else
        resolve({
          code,
          stdout: Buffer.concat(output.stdout),
          stderr: Buffer.concat(output.stderr).toString(),
        });
    });
    // A program may end without reading all of its input; the exit code tells whether that matters.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  });
}

interface Output {
  readonly stdout: Buffer[];
  readonly stderr: Buffer[];
}

function collect(child: Child, limit: number, tooMuch: () => void): Output {
  const output: Output = { stdout: [], stderr: [] };
  let bytes = 0;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data: Buffer) => {
      bytes += data.length;
      if (bytes > limit) tooMuch();
      else output[name].push(data);
    });
  }
  return output;
}

/** Stops the program when its time is up or it is aborted. @returns a function that ends the watch */
function stopInTime(stop: (reason: unknown) => void, command: string, options: ExecOptions): () => void {
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const timer = setTimeout(() => stop(timedOut(command, timeout)), timeout);
  const abort = () => stop(options.signal?.reason);
  options.signal?.addEventListener('abort', abort, { once: true });
  return () => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  };
}

/** Asks the program and its children to end, and kills them where they do not. */
function endGroup(child: Child, grace: number): void {
  signalGroup(child, 'SIGINT');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  child.once('exit', () => clearTimeout(timer));
}

function signalGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
