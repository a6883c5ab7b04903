import { type ExecResult, execBytes } from '../../../src/process/exec.ts';

export interface GitRun {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs Git in a bare repository, without anything of the configuration of whoever runs it. */
export function runGit(
  folder: string,
  args: readonly string[],
  { input, env }: GitRun = {},
): Promise<ExecResult<Buffer>> {
  return execBytes('git', args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_DIR: folder,
      ...env,
    },
    ...(input !== undefined && { input }),
  });
}

/** @returns what it printed; undefined where it ended with a code that means "there is none". */
export async function askGit(
  folder: string,
  args: readonly string[],
  run: GitRun = {},
): Promise<string | undefined> {
  const result = await runGit(folder, args, run);
  return result.code === 0 ? result.stdout.toString() : undefined;
}

export async function git(folder: string, args: readonly string[], run: GitRun = {}): Promise<string> {
  const result = await runGit(folder, args, run);
  if (result.code === 0) return result.stdout.toString();
  throw new Error(`git ${args.join(' ')} ended with ${result.code}: ${result.stderr}`);
}
