import { z } from 'zod';
import { newIssue } from '../issues/create.ts';
import { checkMayEdit } from '../issues/may-edit.ts';
import { settleQueues } from '../queue/settle.ts';
import { readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, repositoryOf, unprocessable } from '../server/route.ts';
import type { Head, Repository } from '../world/model.ts';
import { close } from './close.ts';
import { emitPull } from './events.ts';
import { isPull, pullIn, pullsOf } from './find.ts';
import { mergePull } from './merge.ts';
import { type PullIssue, presentPull } from './present.ts';
import { testMerge } from './test-merge.ts';
import { updateBranch } from './update-branch.ts';

const WRITE = { name: 'pull_requests', level: 'write' } as const;
const BASE = '/repos/{owner}/{repo}/pulls';
const ONE = `${BASE}/{pull_number}`;

export const changePullRoutes: readonly Route[] = [
  { method: 'POST', path: BASE, permission: WRITE, handle: create },
  { method: 'PATCH', path: ONE, permission: WRITE, handle: update },
  { method: 'PUT', path: `${ONE}/merge`, permission: { name: 'contents', level: 'write' }, handle: merge },
  { method: 'PUT', path: `${ONE}/update-branch`, permission: WRITE, handle: bringUpToDate },
];

const CREATE = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().optional(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().default(true),
});

async function create(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const { world } = call;
  const wanted = readBody(call, CREATE);
  const head = await headOf(call, repository, wanted.head);
  const baseSha = await world.git(repository).resolve(`refs/heads/${wanted.base}`);
  if (head === undefined) throw invalid('head', 'invalid');
  if (baseSha === undefined) throw invalid('base', 'invalid');
  refuseTwin(repository, head, wanted.base);
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
    maintainerCanModify: head.repository !== repository.fullName && wanted.maintainer_can_modify,
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

/** One pull request for each head and base; of one head there may be many. */
function refuseTwin(repository: Repository, head: Head, base: string): void {
  const twin = pullsOf(repository).find(
    ({ state, pull }) =>
      state === 'open' &&
      pull.head.ref === head.ref &&
      pull.head.repository === head.repository &&
      pull.base.ref === base,
  );
  if (twin !== undefined)
    throw invalid('', 'custom', `A pull request already exists for ${head.owner.login}:${head.ref}.`);
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
async function headOf({ world }: Call, repository: Repository, text: string): Promise<Head | undefined> {
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
  return { repository: found.fullName, owner: found.owner, ref, sha };
}

const UPDATE = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

async function update(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  checkMayEdit(call, repository, issue);
  const { world } = call;
  const { title, body, state, base, maintainer_can_modify: modifiable } = readBody(call, UPDATE);
  if (modifiable !== undefined) issue.pull.maintainerCanModify = modifiable;
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
  await settleQueues(world, repository);
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
  if (issue.state === 'closed')
    throw invalid('base', 'custom', 'Cannot change the base branch of a closed pull request.');
  refuseTwin(repository, issue.pull.head, base);
  Object.assign(issue.pull.base, { ref: base, sha });
  await testMerge(world, repository, issue);
}

async function reopen({ world, actor }: Call, repository: Repository, issue: PullIssue): Promise<void> {
  if (issue.pull.merged)
    throw invalid('state', 'custom', 'state cannot be changed. The pull request was merged.');
  refuseTwin(repository, issue.pull.head, issue.pull.base.ref);
  const origin = world.repository(issue.pull.head.repository);
  const { ref } = issue.pull.head;
  const sha = origin && (await world.git(origin).resolve(`refs/heads/${ref}`));
  if (sha === undefined)
    throw invalid('state', 'custom', `state cannot be changed. The ${ref} branch has been deleted.`);
  issue.pull.head.sha = sha;
  issue.state = 'open';
  delete issue.closedAt;
  await testMerge(world, repository, issue);
  await emitPull(world, repository, issue, authorOf(actor), 'reopened');
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

const UPDATE_BRANCH = z.object({ expected_head_sha: z.string().optional() });

async function bringUpToDate(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { expected_head_sha: expected = issue.pull.head.sha } = readBody(call, UPDATE_BRANCH);
  if (expected !== issue.pull.head.sha)
    throw unprocessable(`expected head sha didn’t match current head ref.`);
  await updateBranch(call.world, repository, issue, authorOf(call.actor));
  const url = `${call.world.url}/${repository.fullName}/pull/${issue.number}`;
  return { status: 202, body: { message: 'Updating pull request branch.', url } };
}
