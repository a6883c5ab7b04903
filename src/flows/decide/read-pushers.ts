import { type Contributor, pusherOf } from '../../core/gate/contributors.ts';
import type { Mirror, Commits } from '../../ports/mirror.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { Push, Reviewers, BroughtCommit } from '../../ports/reviewers.ts';

export interface ContributorsDeps {
  readonly reviewers: Pick<Reviewers, 'commits' | 'pushes' | 'between' | 'mergedBranch'>;
  readonly mirror: Mirror;
}

/** The commits of a pull request, as far as its contributors need them. */
export interface Brought {
  /** By commit id. */
  readonly commits: ReadonlyMap<string, BroughtCommit>;
  /** Merges made by GitHub, without any content of their own. */
  readonly merges: ReadonlySet<string>;
  /** The repository's copy with the head, fetched on first use. */
  readonly copy: () => Promise<Commits>;
}

interface Search {
  readonly deps: ContributorsDeps;
  readonly pull: PullRequest;
  readonly brought: Brought;
  readonly found: Contributor[];
  /** Branches already searched. */
  readonly seen: Set<string>;
}

/** The pushers of a pull request's commits; other pushes to its branch do not count. */
export async function readPushers(
  deps: ContributorsDeps,
  pull: PullRequest,
  brought: Brought,
): Promise<Contributor[]> {
  const search = { deps, pull, brought, found: [], seen: new Set<string>() };
  await searchBranch(search, pull.head.branch, (push) => brings(search, push));
  return search.found;
}

async function searchBranch(
  search: Search,
  branch: string,
  counts: (push: Push) => Promise<boolean>,
): Promise<void> {
  if (search.seen.has(branch)) return;
  search.seen.add(branch);
  const all = await search.deps.reviewers.pushes(search.pull.repository, branch);
  const pushes = all.filter(({ after }) => !isNone(after));
  // Plain pushes first: a pusher known from these needs no further look.
  const { commits } = search.brought;
  const [plain, rest] = [
    pushes.filter(({ after }) => commits.has(after)),
    pushes.filter(({ after }) => !commits.has(after)),
  ];
  for (const push of plain) await addPusher(search, push);
  for (const push of rest)
    if (!isKnown(search, push) && (await counts(push))) search.found.push(pusherOf(push.after, push.actor));
}

/** A merge at GitHub moves other people's commits: their pushers are searched on the merged branch. */
async function addPusher(search: Search, push: Push): Promise<void> {
  const { commits, merges } = search.brought;
  const commit = commits.get(push.after);
  const [first, second = ''] = commit?.parents ?? [];
  const alone = first === push.before && (push.merge ? commit?.byGitHub === true : merges.has(push.after));
  const isUpdate = alone && merges.has(push.after) && (await isOnBase(search, second));
  const ofOthers = isUpdate || (alone && (await searchMerged(search, push)));
  search.found.push({ ...pusherOf(push.after, push.actor), ...(ofOthers && { merge: true }) });
}

/**
 * Whether a commit came from the base. GitHub may still list such a commit for an open pull request. The commits of a
 * merged one are all on the base, so a listed one does not count.
 */
async function isOnBase({ pull, brought }: Search, commit: string): Promise<boolean> {
  if (!brought.commits.has(commit)) return true;
  if (pull.state !== 'open') return false;
  const copy = await brought.copy();
  return copy.contains(copy.branch(pull.base.branch), commit);
}

/** @returns whether the merged branch is known: otherwise the merging person counts for its pushers */
async function searchMerged(search: Search, { after }: Push): Promise<boolean> {
  const { deps, pull, brought } = search;
  const branch = await deps.reviewers.mergedBranch(pull.repository, after);
  if (branch === undefined) return false;
  // A squash holds none of its branch's commits, so every push to the branch counts.
  const squashed = brought.commits.get(after)?.parents.length === 1;
  await searchBranch(search, branch, squashed ? async () => true : (push) => brings(search, push));
  return true;
}

/** Whether a push brought commits of the pull request, although a later force-push removed its last commit. */
async function brings({ deps, pull, brought }: Search, { before, after }: Push): Promise<boolean> {
  // A commit in the head that the pull request does not list was on the base already.
  if (await (await brought.copy()).contains(pull.head.sha, after)) return false;
  const since = isNone(before) ? pull.base.branch : before;
  const commits = await deps.reviewers.between(pull.repository, since, after);
  // Where GitHub no longer knows the commits, doubt counts.
  return commits === undefined || commits.some((sha) => brought.commits.has(sha));
}

function isKnown({ found }: Search, { actor }: Push): boolean {
  return actor !== undefined && found.some(({ login, merge }) => login === actor && merge !== true);
}

function isNone(commit: string): boolean {
  return /^0+$/.test(commit);
}
