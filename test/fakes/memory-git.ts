import { OpsError } from '../../src/core/errors.ts';
import type { Commits, Mirror, QueueRef, Wanted } from '../../src/ports/mirror.ts';
import type { Source } from '../../src/ports/source.ts';
import { memorySource } from '../support/memory-source.ts';

export type Files = Readonly<Record<string, string>>;

interface Commit {
  readonly parents: readonly string[];
  readonly files: Files;
}

/** A repository in memory. `test/contract/mirror.test.ts` holds its mirror to the real one. */
export interface MemoryGit {
  readonly mirror: Mirror;
  /** Tips by the branch's name. */
  readonly branches: Map<string, string>;
  /** Heads of pull requests by number. */
  readonly pulls: Map<number, string>;
  /** Makes a commit of exactly these files. @returns its id: the first seven digits tell it from all others */
  readonly commit: (parents: readonly string[], files: Files) => string;
  /** Makes the commit that merges the head into the base. @throws OpsError `conflict` */
  readonly merge: (base: string, head: string) => string;
  readonly parents: (commit: string) => readonly string[];
  readonly files: (commit: string) => Files;
  readonly has: (commit: string) => boolean;
  readonly contains: (descendant: string, ancestor: string) => boolean;
  /** Commits reachable from `until`, but not from `since`, oldest first. */
  readonly between: (since: string, until: string) => readonly string[];
}

export function memoryGit(): MemoryGit {
  const all = new Map<string, Commit>();
  const branches = new Map<string, string>();
  const pulls = new Map<number, string>();
  const at = (id: string): Commit => {
    const found = all.get(id);
    if (found === undefined) throw new Error(`There is no commit ${id}.`);
    return found;
  };
  const reach = (id: string): Set<string> =>
    all.has(id) ? new Set([id, ...at(id).parents.flatMap((parent) => [...reach(parent)])]) : new Set();
  const git: Omit<MemoryGit, 'mirror'> = {
    branches,
    pulls,
    commit(parents, files) {
      const id = String(all.size + 1)
        .padStart(3, '0')
        .padEnd(40, '0');
      all.set(id, { parents, files });
      return id;
    },
    merge: (base, head) => git.commit([base, head], merged(git, base, head)),
    parents: (id) => at(id).parents,
    files: (id) => at(id).files,
    has: (id) => all.has(id),
    contains: (descendant, ancestor) => reach(descendant).has(ancestor),
    between(since, until) {
      const known = reach(since);
      return [...reach(until)].filter((id) => !known.has(id)).toSorted();
    },
  };
  return { ...git, mirror: { fetch: async (_repository, wanted) => commitsAt(git, wanted) } };
}

type Git = Omit<MemoryGit, 'mirror'>;

/** The refs as they are now. */
function commitsAt(git: Git, wanted: Wanted): Commits {
  const branches = new Map(wanted.branches.map((name) => [name, there(git.branches.get(name), name)]));
  const pulls = new Map((wanted.pulls ?? []).map((one) => [one, there(git.pulls.get(one), `#${one}`)]));
  const queued = wanted.queue === undefined ? [] : entriesOf(git, wanted.queue);
  const source = (commit: string) => sourceOf(git, commit, [...branches.values()]);
  return {
    branch: (name) => fetched(branches.get(name), name),
    pull: (number) => fetched(pulls.get(number), `#${number}`),
    queued: () => queued,
    source: async (commit) => source(commit),
    async propose(base, head) {
      const files = merged(git, base, head);
      const description = `${head.slice(0, 7)} merged into ${base.slice(0, 7)}`;
      const proposed: Source = { ...memorySource(files), description, standing: 'proposed' };
      return { base: source(base), proposed, changed: changed(git.files(base), files) };
    },
    changedSince: async (base, head) => changed(git.files(mergeBase(git, base, head)), git.files(head)),
    changedBetween: async (before, after) => changed(git.files(before), git.files(after)),
    changedByBase: async (before, after, head) =>
      changed(merged(git, before, head), merged(git, after, head)),
    async parent(commit) {
      return fetched(git.parents(commit)[0], `${commit}^`);
    },
    touching: async (since, until, paths) =>
      git
        .between(since, until)
        .filter((commit) => touches(git, commit, paths))
        .toReversed(),
    contains: async (descendant, ancestor) => git.contains(descendant, ancestor),
    isMergeOf: async (commit, base, head) =>
      commit !== base && git.contains(commit, base) && holdsMergeOf(git, commit, base, head),
    async isPlainMerge(commit) {
      const [first, second, third] = git.parents(commit);
      if (first === undefined || second === undefined || third !== undefined) return false;
      return holdsMergeOf(git, commit, first, second);
    },
  };
}

function there(commit: string | undefined, ref: string): string {
  if (commit !== undefined) return commit;
  const message = 'its commits could not be fetched. It is tried again.';
  throw new OpsError({ code: 'unreachable', subject: ref, message, retryable: true });
}

function fetched(commit: string | undefined, ref: string): string {
  if (commit === undefined) throw new Error(`${ref} was not fetched.`);
  return commit;
}

/** The branches that GitHub makes for the entries of a merge queue. */
function entriesOf({ branches }: Git, queue: string): QueueRef[] {
  return [...branches].flatMap(([name, commit]) => {
    const [, pull, parent] = new RegExp(`^gh-readonly-queue/${queue}/pr-(\\d+)-(\\w{40})$`).exec(name) ?? [];
    return parent === undefined ? [] : [{ pull: Number(pull), parent, commit }];
  });
}

function sourceOf(git: Git, commit: string, tips: readonly string[]): Source {
  const standing = tips.some((tip) => git.contains(tip, commit)) ? 'merged' : 'proposed';
  return { ...memorySource(git.files(commit)), description: commit.slice(0, 7), standing };
}

function changed(before: Files, after: Files): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).toSorted();
}

function mergeBase(git: Git, a: string, b: string): string {
  const common = [...git.between('', a)].filter((commit) => git.contains(b, commit));
  return fetched(common.at(-1), `the base of ${a} and ${b}`);
}

function merged(git: Git, base: string, head: string): Files {
  const [from, ours, theirs] = [mergeBase(git, base, head), base, head].map(git.files) as [
    Files,
    Files,
    Files,
  ];
  const conflicts = changed(from, ours).filter(
    (path) => theirs[path] !== from[path] && theirs[path] !== ours[path],
  );
  if (conflicts.length > 0) {
    const subject = `merge of ${head.slice(0, 7)} into ${base.slice(0, 7)}`;
    const message = `conflicts in ${conflicts.join(', ')}. Merge or rebase, resolve them and push.`;
    throw new OpsError({ code: 'conflict', subject, message });
  }
  const paths = changed(from, theirs).map((path) => [path, theirs[path]] as const);
  const entries = Object.entries({ ...ours, ...Object.fromEntries(paths) });
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined)) as Files;
}

function holdsMergeOf(git: Git, commit: string, base: string, head: string): boolean {
  try {
    return changed(git.files(commit), merged(git, base, head)).length === 0;
  } catch (error) {
    if (error instanceof OpsError && error.code === 'conflict') return false;
    throw error;
  }
}

function touches(git: Git, commit: string, paths: readonly string[]): boolean {
  const parents = git.parents(commit).map(git.files);
  return (parents.length === 0 ? [{}] : parents).some((before) =>
    changed(before, git.files(commit)).some((path) => paths.includes(path)),
  );
}
