import { exec } from '../exec.ts';

const ISOLATE = ['/usr/bin/unshare', '--user', '--map-current-user', '--net', '--'];

let isolates: Promise<boolean> | undefined;

/**
 * A command line that runs where there is no network: in a network namespace of its own, as far as the system lets
 * a user make one. Elsewhere only what was refused beforehand, and proxies that lead nowhere, keep a program from it.
 */
export async function withoutNetwork(command: readonly string[]): Promise<readonly string[]> {
  isolates ??= canIsolate();
  return (await isolates) ? [...ISOLATE, ...command] : command;
}

async function canIsolate(): Promise<boolean> {
  const [program = '', ...args] = ISOLATE;
  return exec(program, [...args, '/bin/true'], { cwd: '/', env: {}, timeout: 5000 }).then(
    ({ code }) => code === 0,
    () => false,
  );
}
