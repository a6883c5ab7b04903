import { textBetween, wantedText } from '../git/commit-routes.ts';
import type { GitRepository } from '../git/git-repository.ts';
import { presentCommit, presentFile } from '../git/present-commit.ts';
import { type Call, type Reply, type Route, repositoryOf } from '../server/route.ts';
import { allAccounts } from '../world/accounts.ts';
import { pullIn, pullsOf } from './find.ts';
import { type PullIssue, presentPull, presentPullSimple } from './present.ts';

const READ = { name: 'pull_requests', level: 'read' } as const;
const BASE = '/repos/{owner}/{repo}/pulls';
const ONE = `${BASE}/{pull_number}`;

export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: BASE, permission: READ, paged: true, handle: list },
  { method: 'GET', path: ONE, permission: READ, handle: read },
  { method: 'GET', path: `${ONE}/files`, permission: READ, paged: true, handle: files },
  { method: 'GET', path: `${ONE}/commits`, permission: READ, paged: true, handle: commits },
  { method: 'GET', path: `${ONE}/merge`, permission: READ, handle: isMerged },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    permission: READ,
    paged: true,
    handle: ofCommit,
  },
];

function list(call: Call): Reply {
  const repository = repositoryOf(call);
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const found = pullsOf(repository).filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      (head === null || head === `${issue.pull.head.owner.login}:${issue.pull.head.ref}`) &&
      (base === null || base === issue.pull.base.ref),
  );
  const by = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sorted = found.toSorted((a, b) => a[by].localeCompare(b[by]) || a.number - b.number);
  // Without a word about it the newest come first; with a sort alone the oldest.
  const direction = query.get('direction') ?? (query.get('sort') === null ? 'desc' : 'asc');
  const body = (direction === 'asc' ? sorted : sorted.toReversed()).map((issue) =>
    presentPullSimple(call.world, repository, issue),
  );
  return { status: 200, body };
}

async function read(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const format = wantedText(call);
  if (format === undefined) return { status: 200, body: await presentPull(call.world, repository, issue) };
  const git = call.world.git(repository);
  const common = (await git.mergeBase(issue.pull.base.sha, issue.pull.head.sha)) ?? issue.pull.base.sha;
  return textBetween(git, format, common, issue.pull.head.sha);
}

async function files(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const git = call.world.git(repository);
  const { base, head } = issue.pull;
  const common = (await git.mergeBase(base.sha, head.sha)) ?? base.sha;
  const changed = await git.changedFiles(common, head.sha);
  return { status: 200, body: changed.map((file) => presentFile(call.world, repository, head.sha, file)) };
}

async function commits(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const git = call.world.git(repository);
  const { base, head } = issue.pull;
  const common = await git.mergeBase(base.sha, head.sha);
  const accounts = allAccounts(call.world);
  const found = (await git.log(common, head.sha)).slice(0, 250);
  return {
    status: 200,
    body: found.map((commit) => presentCommit(call.world, repository, commit, accounts)),
  };
}

function isMerged(call: Call): Reply {
  return { status: pullIn(call).issue.pull.merged ? 204 : 404 };
}

/** The commits that a merge by rebase made of its own, oldest first. */
async function replayed(
  git: GitRepository,
  { merged, mergeMethod, mergeCommitSha, base, head }: PullIssue['pull'],
): Promise<readonly string[]> {
  if (!merged || mergeMethod !== 'rebase' || mergeCommitSha === null) return [];
  const own = await git.log(await git.mergeBase(base.sha, head.sha), head.sha);
  const landed = await git.log(base.sha, mergeCommitSha);
  return landed.slice(-own.length).map(({ sha }) => sha);
}

async function ofCommit(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  const sha = call.params['commit_sha'] ?? '';
  const has = async ({ pull }: PullIssue) =>
    pull.mergeCommitSha === sha ||
    (await replayed(git, pull)).includes(sha) ||
    ((await git.mergeBase(sha, pull.head.sha)) === sha && (await git.mergeBase(sha, pull.base.sha)) !== sha);
  const found = [];
  for (const issue of pullsOf(repository)) if (await has(issue)) found.push(issue);
  return { status: 200, body: found.map((issue) => presentPullSimple(call.world, repository, issue)) };
}
