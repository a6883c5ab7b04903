import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { changedFiles } from './changed-files.ts';
import type { Commit, GitRepository, NewCommit, Signature, TreeEntry } from './git-repository.ts';
import { parseLog, parseTree, LOG_FORMAT } from './parse.ts';
import { askGit, git, runGit } from './run.ts';

/** A bare repository, by the real Git. */
export function openRepository(folder: string): GitRepository {
  return {
    folder,
    resolve: async (revision) => (await resolveObject(folder, revision))?.trim(),
    refs: (prefix) => readRefs(folder, prefix),
    setRef: async (ref, sha) => {
      await git(folder, sha === undefined ? ['update-ref', '-d', ref] : ['update-ref', ref, sha]);
    },
    commit: async (sha) => (await readLog(folder, ['--no-walk', '--end-of-options', sha]))?.[0],
    log: async (from, to, path) =>
      (await readLog(folder, [
        '--reverse',
        '--topo-order',
        '--end-of-options',
        ...range(from, to),
        ...(path === undefined ? [] : ['--', path]),
      ])) ?? [],
    tree: async (sha, recursive) => {
      const args = ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha];
      const text = await askGit(folder, args);
      return text === undefined ? undefined : parseTree(text);
    },
    blob: async (sha) => {
      const result = await runGit(folder, ['cat-file', 'blob', sha]);
      return result.code === 0 ? result.stdout : undefined;
    },
    entry: (commit, path) => readEntry(folder, commit, path),
    mergeBase: async (a, b) => (await askGit(folder, ['merge-base', a, b]))?.trim(),
    changedFiles: (from, to) => changedFiles(folder, from, to),
    diff: (from, to) => git(folder, ['diff', '--no-color', '--full-index', from, to]),
    patch: (from, to) => git(folder, ['format-patch', '--stdout', '--no-color', `${from}..${to}`]),
    writeBlob: async (input) => (await git(folder, ['hash-object', '-w', '--stdin'], { input })).trim(),
    writeTree: (base, entries) => writeTree(folder, base, entries),
    writeCommit: (commit) => writeCommit(folder, commit),
    mergeTree: (base, head) => mergeTree(folder, base, head),
    rebase: (base, head, committer) => rebase(folder, base, head, committer),
    fetch: async (from, revision, ref) => {
      await git(folder, ['fetch', '--quiet', pathToFileURL(from).href, `+${revision}:${ref}`]);
    },
  };
}

function resolveObject(folder: string, revision: string): Promise<string | undefined> {
  if (revision.startsWith('-')) return Promise.resolve(undefined);
  const peeled = /^[0-9a-f]{40}$/.test(revision) ? revision : `${revision}^{}`;
  return askGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', peeled]).then(async (sha) =>
    sha !== undefined && (await askGit(folder, ['cat-file', '-e', sha.trim()])) !== undefined
      ? sha
      : undefined,
  );
}

async function readRefs(folder: string, prefix: string) {
  const text = await git(folder, ['for-each-ref', '--format=%(refname) %(objectname)']);
  const all = text.split('\n').filter((line) => line.startsWith(prefix));
  return all.map((line) => {
    const [ref = '', sha = ''] = line.split(' ');
    return { ref, sha };
  });
}

function range(from: string | undefined, to: string): string[] {
  return from === undefined ? [to] : [`${from}..${to}`];
}

async function readLog(folder: string, args: readonly string[]): Promise<Commit[] | undefined> {
  const text = await askGit(folder, ['log', `--format=${LOG_FORMAT}`, '-z', ...args]);
  return text === undefined ? undefined : parseLog(text);
}

async function readEntry(folder: string, commit: string, path: string): Promise<TreeEntry | undefined> {
  const clean = path.replace(/^\/+|\/+$/g, '');
  if (clean === '') {
    const sha = (await askGit(folder, ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`]))?.trim();
    return sha === undefined ? undefined : { path: '', mode: '040000', type: 'tree', sha };
  }
  const text = await askGit(folder, ['--literal-pathspecs', 'ls-tree', '-z', '-l', commit, '--', clean]);
  return text === undefined ? undefined : parseTree(text)[0];
}

async function writeTree(
  folder: string,
  base: string | undefined,
  entries: readonly { path: string; mode: string; sha: string | null }[],
): Promise<string> {
  return withIndex(folder, async (env) => {
    if (base !== undefined) await git(folder, ['read-tree', base], { env });
    const gone = entries.filter(({ sha }) => sha === null);
    const set = entries.filter(({ sha }) => sha !== null);
    const lines = [
      ...gone.map(({ path }) => `0 ${'0'.repeat(40)}\t${path}\0`),
      ...set.map(({ mode, sha, path }) => `${mode} ${sha}\t${path}\0`),
    ];
    const blobs = lines.filter((line) => !line.startsWith('040000'));
    await git(folder, ['update-index', '-z', '--index-info'], { env, input: blobs.join('') });
    for (const { path, sha } of set.filter(({ mode }) => mode === '040000')) {
      await git(folder, ['read-tree', `--prefix=${path}/`, sha ?? ''], { env });
    }
    return (await git(folder, ['write-tree'], { env })).trim();
  });
}

let indexes = 0;

/** An index of its own: many may write to a repository at the same time. */
async function withIndex<Result>(
  folder: string,
  work: (env: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  indexes += 1;
  const file = join(folder, `index-${indexes}`);
  try {
    return await work({ GIT_INDEX_FILE: file });
  } finally {
    await rm(file, { force: true });
  }
}

async function writeCommit(
  folder: string,
  { tree, parents, message, author, committer }: NewCommit,
): Promise<string> {
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  const env = { ...identity('AUTHOR', author), ...identity('COMMITTER', committer) };
  return (await git(folder, args, { env, input: message })).trim();
}

function identity(role: 'AUTHOR' | 'COMMITTER', { name, email, date }: Signature): Record<string, string> {
  return { [`GIT_${role}_NAME`]: name, [`GIT_${role}_EMAIL`]: email, [`GIT_${role}_DATE`]: date };
}

async function mergeTree(folder: string, base: string, head: string): Promise<string | undefined> {
  const result = await runGit(folder, ['merge-tree', '--write-tree', '--no-messages', base, head]);
  if (result.code === 0) return result.stdout.toString().trim();
  if (result.code === 1) return undefined;
  throw new Error(`git merge-tree ended with ${result.code}: ${result.stderr}`);
}

/** Each commit is merged onto the new base with its own parent as the merge base, as a cherry-pick is. */
async function rebase(
  folder: string,
  base: string,
  head: string,
  committer: Signature,
): Promise<string | undefined> {
  const commits =
    (await readLog(folder, ['--reverse', '--topo-order', '--no-merges', `${base}..${head}`])) ?? [];
  let onto = base;
  for (const { sha, parents, author, message } of commits) {
    const tree = await mergeTree(folder, await siblingOf(folder, onto, parents, committer), sha);
    if (tree === undefined) return undefined;
    onto = await writeCommit(folder, { tree, parents: [onto], message, author, committer });
  }
  return onto;
}

/** The tree of `onto` as if it had been made beside the commit: Git before 2.40 lets nobody choose a merge base. */
async function siblingOf(
  folder: string,
  onto: string,
  parents: readonly string[],
  committer: Signature,
): Promise<string> {
  const tree = (await git(folder, ['rev-parse', `${onto}^{tree}`])).trim();
  return writeCommit(folder, { tree, parents, message: 'Base', author: committer, committer });
}
