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

/** A private folder with copies of files, in which a program runs that sees nothing else of ours. */
export interface IsolatedFolder {
  /**
   * A folder of ours for what is no part of the source: a file, or a socket that we listen on.
   * The program may read it, and finds it where `seen` says.
   */
  readonly lent: string;
  /** Where the program finds what we have put into the folder `lent`. */
  seen(name: string): string;
  /**
   * Runs a program by its absolute path, where the repository's root is. Exit codes are for the caller.
   * @throws OpsError `tool-failed` when it ends otherwise, `timeout`
   */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<ExecResult>;
  /** A program's words with the paths of the repository instead of the copies'. */
  inWords(text: string): string;
}

export interface RunOptions {
  /** What errors call the program. Absent: as its file is called. */
  readonly name?: string;
  /** Of the environment, beside what every program is given. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What else it is lent, at places of its own; where nothing isolates it, it sees all of ours anyway. */
  readonly binds?: readonly Bind[];
}

/** Copies the files, lets `use` run programs beside them, and removes all of it again. */
export async function inIsolation<Result>(
  files: readonly WrittenFile[],
  isolation: Isolation,
  use: (folder: IsolatedFolder) => Promise<Result>,
): Promise<Result> {
  refuseTooMuch(files);
  // Made for its owner only. A program may tell its real path.
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

/** What the program sees of the folders. */
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

/** Only copies, a clean environment and the bounds keep the program from the rest. */
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

/** Not in the middle of another path. */
function asPath(folder: string): RegExp {
  return new RegExp(`(?<![\\w.-])${folder}/`, 'g');
}

/** All that a program sees: nothing of ours, no other program, no cluster, and proxies that lead nowhere. */
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
