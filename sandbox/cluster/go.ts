import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** Go as it is in the module's folder, where a Go with GOTOOLCHAIN=auto may have fetched a newer one. */
export type Go = { version: string; platform: string };

/** Nothing of the user's workspace or C compiler takes part in the build. */
const SETTINGS = { GOWORK: 'off', CGO_ENABLED: '0' };

/** `go` could not do what was asked. The message holds its last lines. */
export class GoFailed extends Error {
  override name = 'GoFailed';
}

/** The Go on PATH; undefined when there is none. */
export async function findGo(folder: string, environment: NodeJS.ProcessEnv): Promise<Go | undefined> {
  try {
    // "go version go1.26.8 linux/amd64"; unlike `go env`, an old Go says this beside a go.mod it cannot read.
    const [, , version = '', platform = ''] = (await go(['version'], folder, environment)).trim().split(' ');
    return { version, platform };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether `go1.26.8` is at least `1.26.0`. A development version is taken as new enough. */
export function isAtLeast(version: string, needed: string): boolean {
  const found = /^go(\d+(?:\.\d+)*)/.exec(version)?.[1];
  return found === undefined || found.localeCompare(needed, 'en', { numeric: true }) >= 0;
}

/** What `go` prints with these arguments in the module's folder. Its progress goes line by line to `onLine`. */
export async function go(
  flags: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => {},
): Promise<string> {
  const child = spawn('go', flags, {
    cwd: folder,
    env: { ...environment, ...SETTINGS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    onLine(line);
    lines.push(line);
  });
  const [[code], output] = await Promise.all([once(child, 'close') as Promise<[number]>, text(child.stdout)]);
  if (code === 0) return output;
  throw new GoFailed(
    `sandbox cluster: "go ${flags[0]}" failed in ${folder}:\n${lines.slice(-12).join('\n')}`,
  );
}
