import { execFile } from 'node:child_process';
import { constants, mkdirSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './cluster/lock.ts';

const run = promisify(execFile);

/** Debian's packages of the programs that tests and the demo take from the system. */
export const PACKAGES = { bwrap: 'bubblewrap', chromium: 'chromium', initdb: 'postgresql' } as const;

/** @returns the path of the first of `names` that is in one of the folders; undefined where none is */
export async function findIn(
  folders: readonly string[],
  names: readonly string[],
): Promise<string | undefined> {
  for (const path of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

export function foldersOfPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
}

/**
 * What `find` finds, or finds after the Debian package was installed, which takes root; several processes take turns.
 * @throws with the command that installs it, where it cannot be installed here
 */
export async function installed(
  debianPackage: string,
  find: () => Promise<string | undefined>,
): Promise<string> {
  const found =
    (await find()) ?? (await inTurn(async () => (await find()) ?? (await install(debianPackage, find))));
  if (found !== undefined) return found;
  throw new Error(`apt-get installed ${debianPackage}, but its program is not found. Put it on PATH.`);
}

/** bubblewrap, which shuts tools in. */
export function installedBubblewrap(): Promise<string> {
  return installed(PACKAGES.bwrap, () => findIn(foldersOfPath(), ['bwrap']));
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const folder = join(homedir(), '.cache', 'plumbline');
  mkdirSync(folder, { recursive: true });
  return withLock(join(folder, 'install.lock'), () => undefined, work);
}

async function install(
  debianPackage: string,
  find: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const byHand = `Install it: apt-get install ${debianPackage}, or what your system calls it.`;
  if (process.getuid?.() !== 0)
    throw new Error(`${debianPackage} is not installed, and this is not root. ${byHand}`);
  try {
    await aptGet('update');
    await aptGet('install', '--yes', '--no-install-recommends', debianPackage);
  } catch (cause) {
    throw new Error(`${debianPackage} is not installed, and apt-get failed. ${byHand}`, { cause });
  }
  return find();
}

async function aptGet(...args: readonly string[]): Promise<void> {
  const env = { PATH: process.env['PATH'] ?? '', DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, maxBuffer: 64 * 1024 * 1024 });
}
