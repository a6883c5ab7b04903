import { z } from 'zod';
import { settleQueues } from '../queue/settle.ts';
import { presentMinimalRepository } from '../repositories/present.ts';
import { readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import type { CommitStatus, Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount } from '../world/present-account.ts';

const READ = { name: 'statuses', level: 'read' } as const;
const BASE = '/repos/{owner}/{repo}';

export const statusRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${BASE}/statuses/{sha}`,
    permission: { name: 'statuses', level: 'write' },
    handle: create,
  },
  { method: 'GET', path: `${BASE}/commits/{ref}/statuses`, permission: READ, paged: true, handle: list },
  { method: 'GET', path: `${BASE}/commits/{ref}/status`, permission: READ, handle: combined },
];

const CREATE = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullable().optional(),
  description: z.string().max(140).nullable().optional(),
  context: z.string().max(255).default('default'),
});

function present({ world }: Call, { fullName }: Repository, status: CommitStatus) {
  const { id, sha, state, context, description, targetUrl, creator, createdAt } = status;
  const user = presentAccount(world, creator);
  return {
    url: `${world.apiUrl}/repos/${fullName}/statuses/${sha}`,
    avatar_url: user.avatar_url,
    id,
    node_id: nodeId('Status', id),
    state,
    description,
    target_url: targetUrl,
    context,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function whole(call: Call, repository: Repository, status: CommitStatus) {
  return { ...present(call, repository, status), creator: presentAccount(call.world, status.creator) };
}

async function create(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const sha = call.params['sha'] ?? '';
  if ((await call.world.git(repository).commit(sha)) === undefined)
    throw unprocessable(`No commit found for SHA: ${sha}`);
  const { state, context, description, target_url: targetUrl } = readBody(call, CREATE);
  const status = {
    id: call.world.nextId(),
    sha,
    state,
    context,
    description: description ?? null,
    targetUrl: targetUrl ?? null,
    creator: authorOf(call.actor),
    createdAt: call.world.now(),
  };
  repository.statuses.push(status);
  await settleQueues(call.world, repository);
  return { status: 201, body: whole(call, repository, status) };
}

async function statusesOf(
  call: Call,
): Promise<{ repository: Repository; sha: string; statuses: CommitStatus[] }> {
  const repository = repositoryOf(call);
  const sha = await call.world.git(repository).resolve(call.params['ref'] ?? '');
  if (sha === undefined) throw notFound();
  return {
    repository,
    sha,
    statuses: repository.statuses.filter((status) => status.sha === sha).toReversed(),
  };
}

async function list(call: Call): Promise<Reply> {
  const { repository, statuses } = await statusesOf(call);
  return { status: 200, body: statuses.map((status) => whole(call, repository, status)) };
}

async function combined(call: Call): Promise<Reply> {
  const { repository, sha, statuses } = await statusesOf(call);
  const latest = [...new Map(statuses.toReversed().map((status) => [status.context, status])).values()];
  const url = `${call.world.apiUrl}/repos/${repository.fullName}/commits/${sha}`;
  const body = {
    state: stateOf(latest),
    statuses: latest.map((status) => ({ ...present(call, repository, status), required: null })),
    sha,
    total_count: latest.length,
    repository: presentMinimalRepository(call.world, repository),
    commit_url: url,
    url: `${url}/status`,
  };
  return { status: 200, body };
}

function stateOf(statuses: readonly CommitStatus[]): string {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  return statuses.length > 0 && statuses.every(({ state }) => state === 'success') ? 'success' : 'pending';
}
