import { z } from 'zod';
import { emitPull } from '../pulls/events.ts';
import { isPull, issueIn } from '../pulls/find.ts';
import { presentLabel } from '../pulls/present.ts';
import { readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, notFound, repositoryOf } from '../server/route.ts';
import type { Issue, Label, Repository } from '../world/model.ts';
import { checkMayWrite } from './comment-routes.ts';
import { newIssue } from './create.ts';
import { checkMayEdit } from './may-edit.ts';
import { presentIssue, presentIssueAnswer } from './present.ts';

const READ = { name: 'issues', level: 'read' } as const;
const WRITE = { name: 'issues', level: 'write' } as const;
const BASE = '/repos/{owner}/{repo}';
const ISSUE = `${BASE}/issues/{issue_number}`;

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/issues`, permission: READ, paged: true, handle: list },
  { method: 'POST', path: `${BASE}/issues`, permission: WRITE, handle: create },
  { method: 'GET', path: ISSUE, permission: READ, handle: read },
  { method: 'PATCH', path: ISSUE, handle: update },
  { method: 'GET', path: `${BASE}/labels`, permission: READ, paged: true, handle: listLabels },
  { method: 'POST', path: `${BASE}/labels`, permission: WRITE, handle: createLabel },
  { method: 'GET', path: `${ISSUE}/labels`, permission: READ, paged: true, handle: labelsOf },
  { method: 'POST', path: `${ISSUE}/labels`, handle: addLabels },
  { method: 'DELETE', path: `${ISSUE}/labels/{name}`, handle: removeLabel },
];

function list(call: Call): Reply {
  const repository = repositoryOf(call);
  const state = call.query.get('state') ?? 'open';
  const found = [...repository.issues.values()].filter((issue) => state === 'all' || issue.state === state);
  return {
    status: 200,
    body: found.toReversed().map((issue) => presentIssue(call.world, repository, issue)),
  };
}

function emitIssue(
  { world, actor }: Call,
  repository: Repository,
  issue: Issue,
  action: string,
  more: object = {},
): void {
  if (issue.pull !== undefined) return;
  const payload = { issue: presentIssue(world, repository, issue), ...more };
  world.emit({ name: 'issues', action, repository, sender: authorOf(actor), payload });
}

function create(call: Call): Reply {
  const repository = repositoryOf(call);
  const { title, body } = readBody(
    call,
    z.object({ title: z.string().min(1), body: z.string().nullable().optional() }),
  );
  const issue = newIssue(call.world, repository, { author: authorOf(call.actor), title, body: body ?? null });
  emitIssue(call, repository, issue, 'opened');
  return { status: 201, body: presentIssueAnswer(call.world, repository, issue) };
}

function read(call: Call): Reply {
  const { repository, issue } = issueIn(call);
  return { status: 200, body: presentIssueAnswer(call.world, repository, issue) };
}

const UPDATE = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'reopened']).nullable().optional(),
});

function update(call: Call): Reply {
  const { repository, issue } = issueIn(call);
  checkMayWrite(call, issue);
  checkMayEdit(call, repository, issue);
  const { title, body, state, state_reason: reason } = readBody(call, UPDATE);
  if (title !== undefined) issue.title = title;
  if (body !== undefined) issue.body = body;
  issue.updatedAt = call.world.now();
  if (state !== undefined && state !== issue.state) {
    issue.state = state;
    issue.stateReason = reason ?? (state === 'closed' ? 'completed' : 'reopened');
    if (state === 'closed')
      Object.assign(issue, { closedAt: call.world.now(), closedBy: authorOf(call.actor) });
    else delete issue.closedAt;
    emitIssue(call, repository, issue, state === 'closed' ? 'closed' : 'reopened');
  }
  return { status: 200, body: presentIssueAnswer(call.world, repository, issue) };
}

function listLabels(call: Call): Reply {
  const repository = repositoryOf(call);
  return {
    status: 200,
    body: [...repository.labels.values()].map((label) => presentLabel(call.world, repository, label)),
  };
}

const LABEL = z.object({
  name: z.string(),
  color: z.string().optional(),
  description: z.string().nullable().optional(),
});

function createLabel(call: Call): Reply {
  const repository = repositoryOf(call);
  const { name, color, description } = readBody(call, LABEL);
  const label = makeLabel(call, repository, name, color, description ?? null);
  return { status: 201, body: presentLabel(call.world, repository, label) };
}

function makeLabel(
  { world }: Call,
  repository: Repository,
  name: string,
  color = 'ededed',
  description: string | null = null,
): Label {
  const label = { id: world.nextId(), name, color, description };
  repository.labels.set(name, label);
  return label;
}

function presentLabels(call: Call, repository: Repository, issue: Issue) {
  const labels = [...issue.labels].flatMap((name) => repository.labels.get(name) ?? []);
  return labels.map((label) => presentLabel(call.world, repository, label));
}

function labelsOf(call: Call): Reply {
  const { repository, issue } = issueIn(call);
  return { status: 200, body: presentLabels(call, repository, issue) };
}

async function addLabels(call: Call): Promise<Reply> {
  const { repository, issue } = issueIn(call);
  checkMayWrite(call, issue);
  for (const name of readBody(call, z.object({ labels: z.array(z.string()) })).labels) {
    const label = repository.labels.get(name) ?? makeLabel(call, repository, name);
    const added = !issue.labels.has(name);
    issue.labels.add(name);
    if (added) await tellLabel(call, repository, issue, 'labeled', label);
  }
  return { status: 200, body: presentLabels(call, repository, issue) };
}

async function tellLabel(
  call: Call,
  repository: Repository,
  issue: Issue,
  action: 'labeled' | 'unlabeled',
  label: Label,
): Promise<void> {
  const more = { label: presentLabel(call.world, repository, label) };
  if (isPull(issue)) await emitPull(call.world, repository, issue, authorOf(call.actor), action, more);
  else emitIssue(call, repository, issue, action, more);
}

async function removeLabel(call: Call): Promise<Reply> {
  const { repository, issue } = issueIn(call);
  checkMayWrite(call, issue);
  const label = repository.labels.get(call.params['name'] ?? '');
  if (label === undefined || !issue.labels.delete(label.name)) throw notFound();
  await tellLabel(call, repository, issue, 'unlabeled', label);
  return { status: 200, body: presentLabels(call, repository, issue) };
}
