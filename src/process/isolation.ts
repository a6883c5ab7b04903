import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pLimit from 'p-limit';
import { BOUNDS, GO_MEMORY, bounded } from './bounds.ts';
import { type Bind, SCRATCH, isolated } from './bubblewrap.ts';
import { type ExecResult, exec } from './exec.ts';
import type { Isolation } from './probe-isolation.ts';
import { refuseTooMuch } from './refuse-too-much.ts';
import { requireEnd } from './tool-end.ts';
import { type WrittenFile, writeInside } from './write-inside.ts';

/**
 * A private folder with copies of files; where isolation works, a program that runs in it sees nothing else of ours.
 */
export interface IsolatedFolder {
  /**
   * A folder of ours for files that are no part of the source, or a socket that we listen on.
   * The program may read it, at the path that `seen` tells.
   */
  readonly lent: string;
  /** The path at which the program sees an entry of the folder `lent`. */
  seen(name: string): string;
  /**
   * Runs a program by its absolute path, in the repository's root. Exit codes are for the caller.
   * @throws OpsError `tool-failed` for a program that cannot start, or that a bound or a signal ends; `timeout`
   */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<ExecResult>;
  /** A program's words, with the paths of the repository in place of the copies'. */
  inWords(text: string): string;
}

export interface RunOptions {
  /** The program's name in errors. Absent: the name of its file. */
  readonly name?: string;
  /** Environment variables, beside those that every program gets. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Further files and folders, each at a path of its own; without isolation the program sees all of ours anyway. */
  readonly binds?: readonly Bind[];
}

/** Copies the files, lets `use` run programs beside them, and removes all of it again. */
export async function inIsolation<Result>(
  files: readonly WrittenFile[],
  isolation: Isolation,
  use: (folder: IsolatedFolder) => Promise<Result>,
): Promise<Result> {
  refuseTooMuch(files);
  // `mkdtemp` makes it for its owner only. A program may print its real path.
  const root = await realpath(await mkdtemp(join(tmpdir(), 'plumbline-render-')));
  try {
    const folders = {
      source: join(root, 'source'),
      lent: join(root, 'lent'),
      scratch: join(root, 'scratch'),
    };
    for (const path of Object.values(folders)) await mkdir(path);
    await writeInside(folders.source, files);
    return await use(isolation.works ? isolatedFolder(folders, isolation) : openFolder(folders, isolation));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Folders {
  readonly source: string;
  readonly lent: string;
  readonly scratch: string;
}

/** The paths at which an isolated program sees the folders. */
const SEEN: Folders = { source: '/repository', lent: '/lent', scratch: SCRATCH };

function isolatedFolder(folders: Folders, { bwrap, prlimit }: Isolation & { works: true }): IsolatedFolder {
  const own = (['source', 'lent'] as const).map((name) => ({ from: folders[name], to: SEEN[name] }));
  return folderOf(folders, SEEN, async (command, { variables, binds = [] }) =>
    bounded(
      prlimit,
      await isolated(bwrap, {
        command,
        binds: [...own, ...binds],
        cwd: SEEN.source,
        variables: { ...environment(SEEN.scratch), ...variables },
      }),
    ),
  );
}

/** A folder without isolation: only copies, a clean environment and the bounds keep the program from the rest. */
function openFolder(folders: Folders, { prlimit }: Isolation & { works: false }): IsolatedFolder {
  return folderOf(folders, folders, async (command) =>
    prlimit === undefined ? command : bounded(prlimit, command),
  );
}

type Command = readonly [program: string, ...args: string[]];
type Wrap = (command: Command, options: RunOptions) => Promise<readonly string[]>;

const turns = pLimit(BOUNDS.atOnce);

function folderOf(folders: Folders, seen: Folders, wrap: Wrap): IsolatedFolder {
  return {
    lent: folders.lent,
    seen: (name) => join(seen.lent, name),
    run: (program, args, options = {}) =>
      turns(async () => {
        const { name = basename(program) } = options;
        const [command = program, ...rest] = await wrap([program, ...args], options);
        const result = await exec(command, rest, {
          name,
          cwd: folders.source,
          env: { ...environment(seen.scratch), ...options.variables },
          timeout: BOUNDS.milliseconds,
          grace: BOUNDS.graceMilliseconds,
          maxBuffer: BOUNDS.outputBytes,
        });
        return requireEnd(name, result);
      }),
    inWords: (text) => inWords(text, folders, seen),
  };
}

function inWords(text: string, folders: Folders, seen: Folders): string {
  return [seen, folders].reduce(
    (words, { source, lent, scratch }) =>
      words.replaceAll(asPath(source), '').replaceAll(asPath(lent), '…/').replaceAll(asPath(scratch), '…/'),
    text,
  );
}

/** Matches the folder's path, but not in the middle of another path. */
function asPath(folder: string): RegExp {
  return new RegExp(`(?<![\\w.-])${folder}/`, 'g');
}

/** The whole environment of a program: nothing of ours, no other program, no cluster, and proxies that lead nowhere. */
function environment(home: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9';
  return {
    ...GO_MEMORY,
    HOME: home,
    TMPDIR: home,
    LANG: 'C.UTF-8',
    PATH: join(home, 'no-programs'),
    KUBECONFIG: '/dev/null',
    HELM_PLUGINS: join(home, 'no-plugins'),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    http_proxy: nowhere,
    https_proxy: nowhere,
  };
}
