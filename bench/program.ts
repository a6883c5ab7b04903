import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

export interface Run {
  readonly stdout: string;
  /** From the start of the process to its end. */
  readonly milliseconds: number;
  /** The most memory that it held; undefined where /proc is not. */
  readonly peakMiB: number | undefined;
}

/** `accepted`: exit codes that are no failure. `kubectl diff` ends with 1 where something differs, `plumb diff` with 2. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly accepted?: readonly number[];
}

const SAMPLE_MS = 20;

/** Runs a program to its end. @throws with its last words when it fails. */
export async function run({ program, args, env, accepted = [0] }: Command): Promise<Run> {
  const begun = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let peakMiB: number | undefined;
  const sampling = setInterval(() => {
    peakMiB = peakOf(child.pid) ?? peakMiB;
  }, SAMPLE_MS);
  try {
    const closed = once(child, 'close') as Promise<[number | null, string | null]>;
    const [stdout, stderr, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      closed,
    ]);
    const milliseconds = performance.now() - begun;
    if (code !== null && accepted.includes(code)) return { stdout, milliseconds, peakMiB };
    throw new Error(
      `bench: ${program} ${args.join(' ')} ended with ${code ?? signal}:\n${lastLines(stderr)}`,
    );
  } finally {
    clearInterval(sampling);
  }
}

/** The kernel keeps the most that a process ever held, so that samples miss only its last moments. */
function peakOf(pid: number | undefined): number | undefined {
  return statusMiB(pid, 'VmHWM');
}

/** What a process holds now. */
export function residentMiB(pid: number): number | undefined {
  return statusMiB(pid, 'VmRSS');
}

function statusMiB(pid: number | undefined, field: 'VmHWM' | 'VmRSS'): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch (error) {
    // Gone already, or a system without /proc.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-12).join('\n');
}
