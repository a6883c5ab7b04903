import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { BOUNDS } from './bounds.ts';
import { isStatic } from './is-static.ts';

/** A file, folder or socket of ours that a program sees, and cannot change. */
export interface Bind {
  readonly from: string;
  /** The path at which the program sees it. */
  readonly to: string;
}

export interface IsolatedRun {
  /** The program's absolute path, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly binds: readonly Bind[];
  /** The folder in which the program starts, by its path inside. */
  readonly cwd: string;
  /** The whole environment of the program. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The only folder that an isolated program may write. */
export const SCRATCH = '/tmp';

const NAMESPACES = ['user', 'ipc', 'pid', 'net', 'uts', 'cgroup-try'].map((name) => `--unshare-${name}`);

/** No terminal, no capabilities, and the number of nobody in a namespace without other users. */
const LOCKED =
  '--die-with-parent --new-session --clearenv --cap-drop ALL --uid 65534 --gid 65534 --hostname isolated'.split(
    ' ',
  );

const DEVICES = ['--dev-bind', '/dev/null', '/dev/null'];
const WRITABLE = ['--size', String(BOUNDS.scratchBytes), '--tmpfs', SCRATCH];

/**
 * A command line of bubblewrap: it runs the program in namespaces of its own. They hold the program, the files lent to
 * it and a scratch folder: no other process, no network, no /proc. Without /proc, it also needs less of a container
 * around it.
 */
export async function isolated(bwrap: string, run: IsolatedRun): Promise<string[]> {
  const [given, ...args] = run.command;
  const program = await realpath(given);
  const inside = `/tool/${basename(given)}`;
  const system = (await isStatic(program)) ? [] : await systemFolders();
  const lent = [{ from: program, to: inside }, ...run.binds];
  return [
    bwrap,
    ...NAMESPACES,
    ...LOCKED,
    ...Object.entries(run.variables).flatMap(([name, value]) => ['--setenv', name, value]),
    ...system,
    ...DEVICES,
    ...WRITABLE,
    ...lent.flatMap(({ from, to }) => ['--ro-bind', from, to]),
    // Last of the mounts, since it cannot be undone.
    '--remount-ro',
    '/',
    '--chdir',
    run.cwd,
    '--',
    inside,
    ...args,
  ];
}

/**
 * The folders that a program with a loader, or a script, needs: programs and libraries, and nothing about this machine.
 */
async function systemFolders(): Promise<string[]> {
  const folders = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'];
  const links = await Promise.all(folders.map(async (path) => systemFolder(path)));
  return ['--ro-bind', '/usr', '/usr', ...links.flat()];
}

async function systemFolder(path: string): Promise<string[]> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return [];
  return stats.isSymbolicLink() ? ['--symlink', await readlink(path), path] : ['--ro-bind', path, path];
}
