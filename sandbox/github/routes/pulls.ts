import { z } from 'zod';
import { allAccounts } from '../accounts.ts';
import { newIssue } from '../issues/create.ts';
import type { Repository } from '../model.ts';
import { presentCommit, presentFile } from '../present/commit.ts';
import { presentAccount } from '../present/account.ts';
import { type PullIssue, presentPull, presentPullSimple, presentTeam } from '../present/pull.ts';
import { emitPull } from '../pulls/events.ts';
import { isPull, pullIn, pullsOf } from '../pulls/find.ts';
import { close } from '../pulls/follow.ts';
import { mergePull } from '../pulls/merge.ts';
import { testMerge } from '../pulls/test-merge.ts';
import { readBody } from '../read-body.ts';
import { type Call, type Reply, type Route, authorOf, repositoryOf, unprocessable } from '../route.ts';
import { textBetween, wantedText } from './commits.ts';

const READ = { name: 'pull_requests', level: 'read' } as const;
const WRITE = { name: 'pull_requests', level: 'write' } as const;
const BASE = '/repos/{owner}/{repo}/pulls';
const ONE = `${BASE}/{pull_number}`;

export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: BASE, permission: READ, paged: true, handle: list },
  { method: 'POST', path: BASE, permission: WRITE, handle: create },
  { method: 'GET', path: ONE, permission: READ, handle: read },
  { method: 'PATCH', path: ONE, permission: WRITE, handle: update },
  { method: 'GET', path: `${ONE}/files`, permission: READ, paged: true, handle: files },
  { method: 'GET', path: `${ONE}/commits`, permission: READ, paged: true, handle: commits },
  { method: 'GET', path: `${ONE}/merge`, permission: READ, handle: isMerged },
  { method: 'PUT', path: `${ONE}/merge`, permission: { name: 'contents', level: 'write' }, handle: merge },
  { method: 'PUT', path: `${ONE}/update-branch`, permission: WRITE, handle: updateBranch },
  { method: 'POST', path: `${ONE}/requested_reviewers`, permission: WRITE, handle: requestReviewers },
  { method: 'DELETE', path: `${ONE}/requested_reviewers`, permission: WRITE, handle: removeReviewers },
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
      (head === null || head === `${ownerOf(call, issue)}:${issue.pull.head.ref}`) &&
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

function ownerOf({ world }: Call, { pull }: PullIssue): string {
  return world.repository(pull.head.repository)?.owner.login ?? '';
}

async function read(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const format = wantedText(call);
  if (format === undefined) return { status: 200, body: await presentPull(call.world, repository, issue) };
  const git = call.world.git(repository);
  const common = (await git.mergeBase(issue.pull.base.sha, issue.pull.head.sha)) ?? issue.pull.base.sha;
  return textBetween(git, format, common, issue.pull.head.sha);
}

const CREATE = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().optional(),
  draft: z.boolean().default(false),
});

async function create(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const { world } = call;
  const wanted = readBody(call, CREATE);
  const head = await headOf(call, repository, wanted.head);
  const baseSha = await world.git(repository).resolve(`refs/heads/${wanted.base}`);
  if (head === undefined) throw invalid('head', 'invalid');
  if (baseSha === undefined) throw invalid('base', 'invalid');
  const twin = pullsOf(repository).find(
    ({ state, pull }) =>
      state === 'open' &&
      pull.head.ref === head.ref &&
      pull.head.repository === head.repository &&
      pull.base.ref === wanted.base,
  );
  if (twin !== undefined) throw invalid('', 'custom', `A pull request already exists for ${wanted.head}.`);
  const known = await world
    .git(repository)
    .mergeBase(baseSha, head.sha)
    .catch(() => undefined);
  if (known === head.sha) throw invalid('', 'custom', `No commits between ${wanted.base} and ${wanted.head}`);
  const pull = {
    id: world.nextId(),
    head,
    base: { ref: wanted.base, sha: baseSha },
    draft: wanted.draft,
    merged: false,
    mergeCommitSha: null,
    mergeable: null,
    requestedReviewers: new Set<string>(),
    requestedTeams: new Set<string>(),
    reviews: [],
    reviewComments: [],
  };
  const author = authorOf(call.actor);
  const issue = newIssue(world, repository, { author, title: wanted.title, body: wanted.body ?? null, pull });
  if (!isPull(issue)) throw new Error('A pull request was made and is none.');
  await testMerge(world, repository, issue);
  await emitPull(world, repository, issue, author, 'opened');
  return { status: 201, body: await presentPull(world, repository, issue) };
}

function invalid(field: string, code: string, message?: string) {
  return unprocessable('Validation Failed', {
    resource: 'PullRequest',
    field,
    code,
    ...(message !== undefined && { message }),
  });
}

/** `branch`, or `owner:branch` of a fork. */
async function headOf({ world }: Call, repository: Repository, text: string) {
  const [owner, ref] = text.includes(':') ? text.split(':') : [repository.owner.login, text];
  const found = world
    .repositories()
    .find(
      (each) => each.owner.login === owner && (each === repository || each.parent === repository.fullName),
    );
  const sha = found === undefined ? undefined : await world.git(found).resolve(`refs/heads/${ref}`);
  if (found === undefined || sha === undefined || ref === undefined) return undefined;
  // A fork's commits are visible from its parent, as at GitHub.
  if (found !== repository) await world.git(repository).fetch(found.folder, sha, `refs/sandbox/${sha}`);
  return { repository: found.fullName, ref, sha };
}

const UPDATE = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
});

async function update(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { world } = call;
  const { title, body, state, base } = readBody(call, UPDATE);
  const author = authorOf(call.actor);
  const changes: Record<string, unknown> = {};
  if (title !== undefined && title !== issue.title) changes['title'] = { from: issue.title };
  if (body !== undefined && body !== issue.body) changes['body'] = { from: issue.body ?? '' };
  if (title !== undefined) issue.title = title;
  if (body !== undefined) issue.body = body;
  if (base !== undefined && base !== issue.pull.base.ref) {
    changes['base'] = { ref: { from: issue.pull.base.ref }, sha: { from: issue.pull.base.sha } };
    await retarget(call, repository, issue, base);
  }
  issue.updatedAt = world.now();
  if (Object.keys(changes).length > 0)
    await emitPull(world, repository, issue, author, 'edited', { changes });
  if (state === 'closed' && issue.state === 'open') await close(world, repository, issue, author);
  if (state === 'open' && issue.state === 'closed') await reopen(call, repository, issue);
  return { status: 200, body: await presentPull(world, repository, issue) };
}

async function retarget(
  { world }: Call,
  repository: Repository,
  issue: PullIssue,
  base: string,
): Promise<void> {
  const sha = await world.git(repository).resolve(`refs/heads/${base}`);
  if (sha === undefined) throw invalid('base', 'invalid');
  Object.assign(issue.pull.base, { ref: base, sha });
  await testMerge(world, repository, issue);
}

async function reopen({ world, actor }: Call, repository: Repository, issue: PullIssue): Promise<void> {
  if (issue.pull.merged)
    throw invalid('state', 'custom', 'state cannot be changed. The pull request was merged.');
  issue.state = 'open';
  delete issue.closedAt;
  await testMerge(world, repository, issue);
  await emitPull(world, repository, issue, authorOf(actor), 'reopened');
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

const MERGE = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
});

async function merge(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { commit_title: title, commit_message: message, sha, merge_method: method } = readBody(call, MERGE);
  const landed = await mergePull(call.world, repository, issue, {
    method,
    by: authorOf(call.actor),
    ...(title !== undefined && { title }),
    ...(message !== undefined && { message }),
    ...(sha !== undefined && { sha }),
  });
  return { status: 200, body: { sha: landed, merged: true, message: 'Pull Request successfully merged' } };
}

async function updateBranch(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { world } = call;
  const { base, head } = issue.pull;
  const origin = world.repository(head.repository) ?? repository;
  const git = world.git(repository);
  const tip = await git.resolve(`refs/heads/${base.ref}`);
  const tree = tip === undefined ? undefined : await git.mergeTree(tip, head.sha);
  if (tip === undefined || tree === undefined) throw unprocessable('merge conflict between base and head');
  const actor = authorOf(call.actor);
  const author = { name: actor.login, email: actor.email ?? '', date: world.now() };
  const message = `Merge branch '${base.ref}' into ${head.ref}`;
  const parents = [head.sha, tip];
  const after = await git.writeCommit({ tree, parents, message, author, committer: author });
  await world.moveRef({ repository: origin, ref: `refs/heads/${head.ref}`, after, actor, by: 'api' });
  return {
    status: 202,
    body: {
      message: 'Updating pull request branch.',
      url: `${world.url}/${repository.fullName}/pull/${issue.number}`,
    },
  };
}

const REVIEWERS = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

async function requestReviewers(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { reviewers, team_reviewers: teams } = readBody(call, REVIEWERS);
  if (reviewers.includes(issue.author.login))
    throw unprocessable('Review cannot be requested from pull request author.');
  for (const login of reviewers) issue.pull.requestedReviewers.add(login);
  for (const slug of teams) issue.pull.requestedTeams.add(slug);
  await tellReviewers(call, repository, issue, 'review_requested');
  return { status: 201, body: presentPullSimple(call.world, repository, issue) };
}

async function removeReviewers(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { reviewers, team_reviewers: teams } = readBody(call, REVIEWERS);
  for (const login of reviewers) issue.pull.requestedReviewers.delete(login);
  for (const slug of teams) issue.pull.requestedTeams.delete(slug);
  await tellReviewers(call, repository, issue, 'review_request_removed');
  return { status: 200, body: presentPullSimple(call.world, repository, issue) };
}

/** One webhook for each of them. */
async function tellReviewers(
  { world, actor, body }: Call,
  repository: Repository,
  issue: PullIssue,
  action: 'review_requested' | 'review_request_removed',
): Promise<void> {
  const { reviewers, team_reviewers: slugs } = REVIEWERS.parse(body);
  const teams = world.organization(repository.owner.login)?.teams;
  const people = reviewers.flatMap((login) => world.account(login) ?? []);
  const told = [
    ...people.map((account) => ({ requested_reviewer: presentAccount(world, account) })),
    ...slugs
      .flatMap((slug) => teams?.get(slug) ?? [])
      .map((team) => ({
        requested_team: presentTeam(world, repository.owner, team),
      })),
  ];
  for (const more of told) await emitPull(world, repository, issue, authorOf(actor), action, more);
}

async function ofCommit(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const git = call.world.git(repository);
  const sha = call.params['commit_sha'] ?? '';
  const has = async ({ pull }: PullIssue) =>
    pull.mergeCommitSha === sha ||
    ((await git.mergeBase(sha, pull.head.sha)) === sha && (await git.mergeBase(sha, pull.base.sha)) !== sha);
  const found = [];
  for (const issue of pullsOf(repository)) if (await has(issue)) found.push(issue);
  return { status: 200, body: found.map((issue) => presentPullSimple(call.world, repository, issue)) };
}
