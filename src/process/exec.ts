import { killed, timedOut, tooMuchOutput } from './exec-errors.ts';
import type { Program, ProgramEnd } from './program.ts';
import { startProgram } from './start-program.ts';

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
  const { name = command, cwd, env } = options;
  const program = startProgram({ command, args, name, cwd, env });
  const stopping = Promise.withResolvers<void>();
  let stopped: { readonly reason: unknown } | undefined;
  const stop = (reason: unknown) => {
    if (stopped) return;
    stopped = { reason };
    program.end(options.grace ?? DEFAULT_GRACE);
    stopping.resolve();
  };
  const output = collect(program, options.maxBuffer ?? DEFAULT_MAX_BUFFER, () => stop(tooMuchOutput(name)));
  const release = stopInTime(stop, name, options);
  program.stdin.end(options.input);
  // The output of a stopped program is not waited for: a child that has left the group may hold it.
  const end = await Promise.race([program.closed, stopping.promise.then(() => program.exited)]);
  release();
  return resultOf(end, name, output, stopped);
}

function resultOf(
  end: ProgramEnd,
  name: string,
  { stdout, stderr }: Output,
  stopped?: { readonly reason: unknown },
): ExecResult<Buffer> {
  if (stopped) throw stopped.reason;
  if ('failed' in end) throw end.failed;
  if ('signal' in end) throw killed(name, end.signal);
  return { code: end.code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

interface Output {
  readonly stdout: Buffer[];
  readonly stderr: Buffer[];
}

function collect(program: Program, limit: number, tooMuch: () => void): Output {
  const output: Output = { stdout: [], stderr: [] };
  let bytes = 0;
  for (const name of ['stdout', 'stderr'] as const) {
    program[name].on('data', (data: Buffer) => {
      bytes += data.length;
      if (bytes > limit) tooMuch();
      else output[name].push(data);
    });
  }
  return output;
}

/** Stops the program when its time is up or it is aborted. @returns a function that ends the watch */
function stopInTime(stop: (reason: unknown) => void, name: string, options: ExecOptions): () => void {
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const timer = setTimeout(() => stop(timedOut(name, timeout)), timeout);
  const abort = () => stop(options.signal?.reason);
  options.signal?.addEventListener('abort', abort, { once: true });
  return () => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  };
}
