import { type Contributor, pusherOf } from '../../core/gate/contributors.ts';
import type { Mirror, Commits } from '../../ports/mirror.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { Push, Reviewers, BroughtCommit } from '../../ports/reviewers.ts';

export interface ContributorsDeps {
  readonly reviewers: Pick<Reviewers, 'commits' | 'pushes' | 'between' | 'mergedBranch'>;
  readonly mirror: Mirror;
}

/** What a pull request brings, as far as it says who had a hand in it. */
export interface Brought {
  /** By their id. */
  readonly commits: ReadonlyMap<string, BroughtCommit>;
  /** Those that GitHub merged, and into which nothing went but what was merged. */
  readonly merges: ReadonlySet<string>;
  /** The repository's copy, with the head in it; fetched when it is asked for first. */
  readonly copy: () => Promise<Commits>;
}

interface Search {
  readonly deps: ContributorsDeps;
  readonly pull: PullRequest;
  readonly brought: Brought;
  readonly found: Contributor[];
  /** Branches that were looked at. */
  readonly seen: Set<string>;
}

/** Who pushed the commits that a pull request brings; what else happened on its branch is nobody's part in it. */
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
  // What is plain first: whoever is known by it need not be asked about again.
  const { commits } = search.brought;
  const [plain, rest] = [
    pushes.filter(({ after }) => commits.has(after)),
    pushes.filter(({ after }) => !commits.has(after)),
  ];
  for (const push of plain) await addPusher(search, push);
  for (const push of rest)
    if (!isKnown(search, push) && (await counts(push))) search.found.push(pusherOf(push.after, push.actor));
}

/** A merge at GitHub moves what others have pushed: they are looked for on the branch that was merged. */
async function addPusher(search: Search, push: Push): Promise<void> {
  const { commits, merges } = search.brought;
  const commit = commits.get(push.after);
  const [first, second = ''] = commit?.parents ?? [];
  const alone = first === push.before && (push.merge ? commit?.byGitHub === true : merges.has(push.after));
  const isUpdate = alone && merges.has(push.after) && (await isOnBase(search, second));
  const ofOthers = isUpdate || (alone && (await searchMerged(search, push)));
  search.found.push({ ...pusherOf(push.after, push.actor), ...(ofOthers && { merge: true }) });
}

/** Of an open one GitHub may still list what the base has got meanwhile; a merged one is on the base itself. */
async function isOnBase({ pull, brought }: Search, commit: string): Promise<boolean> {
  if (!brought.commits.has(commit)) return true;
  if (pull.state !== 'open') return false;
  const copy = await brought.copy();
  return copy.contains(copy.branch(pull.base.branch), commit);
}

/** @returns whether the branch is known: otherwise whoever merged it stands for those who pushed to it */
async function searchMerged(search: Search, { after }: Push): Promise<boolean> {
  const { deps, pull, brought } = search;
  const branch = await deps.reviewers.mergedBranch(pull.repository, after);
  if (branch === undefined) return false;
  // A squash has none of the commits that it was made of.
  const squashed = brought.commits.get(after)?.parents.length === 1;
  await searchBranch(search, branch, squashed ? async () => true : (push) => brings(search, push));
  return true;
}

/** Whether commits of the pull request came by a push whose last commit is not one of them, as after a force-push. */
async function brings({ deps, pull, brought }: Search, { before, after }: Push): Promise<boolean> {
  // What the head holds, and the pull request does not bring, was on the base already.
  if (await (await brought.copy()).contains(pull.head.sha, after)) return false;
  const since = isNone(before) ? pull.base.branch : before;
  const commits = await deps.reviewers.between(pull.repository, since, after);
  // What GitHub cannot tell any more is in doubt.
  return commits === undefined || commits.some((sha) => brought.commits.has(sha));
}

function isKnown({ found }: Search, { actor }: Push): boolean {
  return actor !== undefined && found.some(({ login, merge }) => login === actor && merge !== true);
}

function isNone(commit: string): boolean {
  return /^0+$/.test(commit);
}
