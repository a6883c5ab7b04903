import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryRef } from '../core/refs.ts';
import type { Commits, Mirror, QueueRef, Wanted } from '../ports/mirror.ts';
import type { Proposal } from '../ports/repository.ts';
import type { Standing } from '../ports/source.ts';
import { type Remote, fetchRefs } from './fetch-refs.ts';
import { git, runGit } from './git.ts';
import { type History, openHistory } from './history.ts';
import { joining } from './joining.ts';
import { holdsMergeOf, isPlainMerge } from './plain-merge.ts';
import { queueSpec, readQueue } from './queue-refs.ts';
import { createCommitSource } from './source/commit-source.ts';

export interface MirrorOptions extends Remote {
  /** The folder of the copies, one bare repository for each. */
  readonly folder: string;
}

/** Git locks each ref while it writes: fetches of one repository take turns, and those that wait are one fetch. */
export function createMirror(options: MirrorOptions): Mirror {
  const together = joining<RepositoryRef, Wanted, Commits>(
    { turn: ({ id }) => String(id), together: ({ installation, name }) => `${installation} ${name}` },
    (repository, all) => fetchAll(options, repository, all),
  );
  return { fetch: together };
}

async function fetchAll(
  options: MirrorOptions,
  repository: RepositoryRef,
  all: readonly Wanted[],
): Promise<Commits[]> {
  const path = await openCopy(options, repository);
  const specs = all.flatMap((wanted) => specsOf(refsOf(wanted), wanted));
  await fetchRefs(options, repository, path, [...new Set(specs)]);
  const found: Commits[] = [];
  for (const wanted of all) found.push(await readCopy(path, wanted));
  return found;
}

async function readCopy(path: string, wanted: Wanted): Promise<Commits> {
  const refs = refsOf(wanted);
  const commits = new Map<string, string>();
  for (const [remote, local] of refs) commits.set(remote, await resolve(path, local));
  return commitsAt({
    path,
    history: openHistory(path),
    repository: await openHistory(path).origin(),
    commits,
    queued: wanted.queue === undefined ? [] : await readQueue(path, wanted.queue),
  });
}

async function openCopy({ folder, url }: MirrorOptions, { id, name }: RepositoryRef): Promise<string> {
  const path = join(folder, `${id}.git`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await git(path, ['init', '--quiet', '--bare']);
  await git(path, ['config', 'remote.origin.url', `${url}/${name}.git`]);
  return path;
}

/** Names of refs at the remote, and their local names. */
function refsOf({ branches, pulls = [] }: Wanted): Map<string, string> {
  return new Map([
    ...branches.map((name) => [`refs/heads/${name}`, `refs/plumbline/heads/${name}`] as const),
    ...pulls.map((number) => [`refs/pull/${number}/head`, `refs/plumbline/pull/${number}`] as const),
  ]);
}

function specsOf(refs: ReadonlyMap<string, string>, { queue }: Wanted): string[] {
  const specs = [...refs].map(([remote, local]) => `+${remote}:${local}`);
  return queue === undefined ? specs : [...specs, queueSpec(queue)];
}

async function resolve(path: string, ref: string): Promise<string> {
  return (await git(path, ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`]))
    .toString()
    .trim();
}

interface Copy {
  readonly path: string;
  readonly history: History;
  /** The repository's address, without credentials. */
  readonly repository: string;
  /** By the remote name of the ref. */
  readonly commits: ReadonlyMap<string, string>;
  readonly queued: readonly QueueRef[];
}

function commitsAt(copy: Copy): Commits {
  const { path, history, commits } = copy;
  const at = (ref: string) => {
    const commit = commits.get(ref);
    if (commit === undefined) throw new Error(`${ref} was not fetched.`);
    return commit;
  };
  return {
    branch: (name) => at(`refs/heads/${name}`),
    pull: (number) => at(`refs/pull/${number}/head`),
    queued: () => copy.queued,
    source: async (commit) => sourceOf(copy, commit, commit.slice(0, 7), await standingOf(copy, commit)),
    propose: (base, head) => propose(copy, base, head),
    changedSince: async (base, head) => history.changedFiles(await history.mergeBase(base, head), head),
    changedBetween: (before, after) => history.changedFiles(before, after),
    changedByBase: async (before, after, head) =>
      history.changedFiles(await history.mergeTree(before, head), await history.mergeTree(after, head)),
    parent: (commit) => history.resolve(`${commit}^`),
    touching: (since, until, paths) => touching(path, since, until, paths),
    contains: (descendant, ancestor) => contains(path, descendant, ancestor),
    isMergeOf: async (commit, base, head) =>
      commit !== base &&
      (await contains(path, commit, base)) &&
      (await holdsMergeOf(path, commit, base, head)),
    isPlainMerge: (commit) => isPlainMerge(path, commit),
  };
}

function sourceOf({ path, repository }: Copy, id: string, description: string, standing: Standing) {
  return createCommitSource(path, id, { repository, description, standing });
}

/** `merged` for a commit of one of the fetched branches; `proposed` for any other. */
async function standingOf({ path, commits }: Copy, commit: string): Promise<Standing> {
  const tips = [...commits].filter(([ref]) => ref.startsWith('refs/heads/')).map(([, tip]) => tip);
  if (tips.includes(commit)) return 'merged';
  for (const tip of tips) if (await contains(path, tip, commit)) return 'merged';
  return 'proposed';
}

async function propose(copy: Copy, base: string, head: string): Promise<Proposal> {
  const merged = await copy.history.mergeTree(base, head);
  const [into, from] = [base.slice(0, 7), head.slice(0, 7)];
  return {
    base: await sourceOf(copy, base, into, await standingOf(copy, base)),
    proposed: await sourceOf(copy, merged, `${from} merged into ${into}`, 'proposed'),
    changed: await copy.history.changedFiles(base, merged),
  };
}

async function contains(path: string, descendant: string, ancestor: string): Promise<boolean> {
  const result = await runGit(path, ['merge-base', '--is-ancestor', ancestor, descendant]);
  // 1: no ancestor; 128: no such commit here, as after a force-push.
  if (result.code === 0 || result.code === 1 || result.code === 128) return result.code === 0;
  throw new Error(`git merge-base --is-ancestor ended with ${result.code}`);
}

async function touching(
  path: string,
  since: string,
  until: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const args = ['rev-list', '--full-history', '--end-of-options', until, `^${since}`, '--', ...paths];
  return (await git(path, args))
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
