import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A running program. Its output goes to `<folder>/<name>.log`, its process id to `<name>.pid`. */
export type Program = {
  name: string;
  /** Undefined while it runs, then how it ended, in words such as `signal SIGKILL`. */
  end(): string | undefined;
  /** Resolves when the process is gone. */
  gone: Promise<void>;
  /** Ends the process at once (its data is disposable) and waits until it is gone. */
  kill(): Promise<void>;
  /** The last lines of its log. */
  tail(): string;
};

export function launch(name: string, command: string, flags: readonly string[], folder: string): Program {
  const log = join(folder, `${name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(command, flags, {
    cwd: folder,
    env: environmentIn(folder),
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  writeFileSync(join(folder, `${name}.pid`), `${child.pid}`);
  let end: string | undefined;
  const gone = new Promise<void>((resolve) => {
    const note = (how: string) => {
      end ??= how;
      resolve();
    };
    child.once('error', (error) => note(error.message));
    child.once('exit', (code, signal) => note(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { name, end: () => end, gone, kill, tail: () => lastLines(log) };
}

/** Nothing of the caller's environment: a proxy, a KUBECONFIG or a ~/.kwok of theirs would change the cluster. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder };
}

function lastLines(file: string, count = 12): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
