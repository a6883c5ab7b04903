import { OpsError } from '../core/errors.ts';
import { type ExecResult, execBytes } from '../process/exec.ts';
import type { Program } from '../process/program.ts';
import { startProgram } from '../process/start-program.ts';

/** Settings under which no content of a repository runs as a program; `FIXED` rules out questions at a terminal. */
const HARDENED = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'protocol.file.allow=never',
  '-c',
  'protocol.ext.allow=never',
];

/** The variables that Git inherits: for its programs, and for the user's configuration of trusted checkouts. */
const INHERITED = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR'];

const FIXED = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  // With replacement, an object would not match its id.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
};

export interface GitOptions {
  readonly input?: string;
  /** Bytes. */
  readonly maxBuffer?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Variables of this run only, such as a credential. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs Git in a folder. The caller judges the exit code. */
export function runGit(
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<ExecResult<Buffer>> {
  const env = { ...gitEnvironment(process.env), ...options.env };
  return execBytes('git', [...HARDENED, ...args], { ...options, cwd, env });
}

/** Starts a Git program that is talked to. */
export function startGit(cwd: string, args: readonly string[]): Program {
  const env = gitEnvironment(process.env);
  return startProgram({ command: 'git', args: [...HARDENED, ...args], name: 'git', cwd, env });
}

/**
 * Runs a Git command that has to succeed.
 * @throws OpsError `tool-failed` with Git's first line.
 */
export async function git(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const result = await runGit(cwd, args, options);
  if (result.code === 0) return result.stdout;
  throw gitFailed(cwd, `git ${args[0]}`, result);
}

export function gitFailed(
  subject: string,
  what: string,
  result: Pick<ExecResult, 'code' | 'stderr'>,
): OpsError {
  const message = `${what} failed (exit code ${result.code}): ${firstLine(result.stderr)}. Correct that and try again.`;
  return new OpsError({ code: 'tool-failed', subject, message });
}

/** The first line of Git's error, without the credentials of a URL. */
export function firstLine(stderr: string): string {
  const line = stderr.split('\n').find((text) => text.trim() !== '') ?? 'no reason given';
  return line
    .replaceAll(/\/\/[^/\s@]*@/g, '//')
    .replace(/^(fatal|error): /, '')
    .replace(/\.$/, '');
}

function gitEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...FIXED };
}
