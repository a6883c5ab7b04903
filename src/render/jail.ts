import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { type ExecResult, exec } from '../exec.ts';
import type { SourceBlob } from '../ports/source.ts';
import { withoutNetwork } from './without-network.ts';

export type JailFile = Pick<SourceBlob, 'path' | 'bytes'>;

/** A private folder with copies of files, in which a program runs that sees nothing else of ours. */
export interface Jail {
  /** A folder for what is no part of the source. */
  readonly home: string;
  /** Runs a program by its absolute path, where the repository's root is. Exit codes are for the caller. */
  run(
    program: string,
    args: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): Promise<ExecResult>;
  /** A program's words with the paths of the repository instead of the copies'. */
  inWords(text: string): string;
}

const MAX_FILES = 20_000;
const MAX_BYTES = 128 * 1024 * 1024;
const TIMEOUT_MILLISECONDS = 60_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Copies the files, lets `use` run programs beside them, and removes all of it again. */
export async function inJail<Result>(
  files: readonly JailFile[],
  use: (jail: Jail) => Promise<Result>,
): Promise<Result> {
  refuseTooMuch(files);
  // Made for its owner only. A program may tell its real path.
  const root = await realpath(await mkdtemp(join(tmpdir(), 'plumbline-render-')));
  try {
    const [folder, home] = [join(root, 'source'), join(root, 'home')];
    for (const path of [folder, home]) await mkdir(path);
    await writeAll(folder, files);
    return await use({
      home,
      run: (program, args, variables) => runIn({ folder, home, program, args, variables }),
      inWords: (text) => text.replaceAll(`${folder}/`, '').replaceAll(root, '…'),
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function refuseTooMuch(files: readonly JailFile[]): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (files.length <= MAX_FILES && bytes <= MAX_BYTES) return;
  const largest = files.reduce((a, b) => (b.bytes.length > a.bytes.length ? b : a));
  const limits = `${MAX_FILES} files and ${MAX_BYTES / 1024 / 1024} MiB`;
  throw new OpsError({
    code: 'unsupported',
    subject: largest.path,
    message: `what is to be rendered is more than ${limits}, this file being the largest. Move what is not needed out of the folder.`,
  });
}

async function writeAll(folder: string, files: readonly JailFile[]): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(join(folder, path))));
  for (const path of folders) await mkdir(path, { recursive: true });
  for (const { path, bytes } of files) await writeFile(join(folder, path), bytes, { mode: 0o600 });
}

interface Run {
  readonly folder: string;
  readonly home: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>> | undefined;
}

async function runIn({ folder, home, program, args, variables }: Run): Promise<ExecResult> {
  const [command = program, ...rest] = await withoutNetwork([program, ...args]);
  return exec(command, rest, {
    name: basename(program),
    cwd: folder,
    env: { ...environment(home), ...variables },
    timeout: TIMEOUT_MILLISECONDS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
}

/** All that a program sees: nothing of ours, no other program, no cluster, and proxies that lead nowhere. */
function environment(home: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9';
  return {
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
