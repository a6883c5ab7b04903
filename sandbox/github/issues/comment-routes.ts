import { z } from 'zod';
import { issueIn } from '../pulls/find.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  appOf,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import type { Issue, IssueComment, Repository } from '../world/model.ts';
import { addComment, emitComment } from './comment.ts';
import { checkMaySpeak } from './locked.ts';
import { checkMayEdit } from './may-edit.ts';
import { presentComment } from './present.ts';

const ONE = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const ALL = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
/** In a pull request `pull_requests` is enough; the route cannot tell, so the handler asks for it. */
const READ = { name: 'issues', level: 'read' } as const;

export const commentRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, permission: READ, paged: true, handle: list },
  { method: 'POST', path: ALL, handle: create },
  { method: 'GET', path: ONE, permission: READ, handle: read },
  { method: 'PATCH', path: ONE, handle: update },
  { method: 'DELETE', path: ONE, handle: remove },
];

/** An App needs to write to issues, or to pull requests where it is one. */
export function checkMayWrite({ actor }: Call, issue: Issue): void {
  if (actor.kind !== 'installation') return;
  const { permissions } = actor;
  const enough =
    permissions['issues'] === 'write' ||
    (issue.pull !== undefined && permissions['pull_requests'] === 'write');
  if (!enough) throw new HttpError(403, 'Resource not accessible by integration');
}

const LIMIT = 65_536;

function bodyOf(call: Call): string {
  const { body } = readBody(call, z.object({ body: z.string().min(1) }));
  if (body.length > LIMIT) {
    throw unprocessable('Validation Failed', {
      resource: 'IssueComment',
      code: 'unprocessable',
      field: 'data',
      message: 'Body is too long (maximum is 65536 characters)',
    });
  }
  return body;
}

function list(call: Call): Reply {
  const { repository, issue } = issueIn(call);
  return {
    status: 200,
    body: issue.comments.map((each) => presentComment(call.world, repository, issue, each)),
  };
}

function create(call: Call): Reply {
  const { repository, issue } = issueIn(call);
  checkMayWrite(call, issue);
  checkMaySpeak(call, repository, issue);
  const app = appOf(call.actor);
  const said = { author: authorOf(call.actor), body: bodyOf(call), ...(app !== undefined && { app }) };
  const comment = addComment(call.world, repository, issue, said);
  return { status: 201, body: presentComment(call.world, repository, issue, comment) };
}

interface Found {
  readonly repository: Repository;
  readonly issue: Issue;
  readonly comment: IssueComment;
}

export function commentIn(call: Call): Found {
  const repository = repositoryOf(call);
  const id = numberOf(call, 'comment_id');
  for (const issue of repository.issues.values()) {
    const comment = issue.comments.find((each) => each.id === id);
    if (comment !== undefined) return { repository, issue, comment };
  }
  throw notFound();
}

function read(call: Call): Reply {
  const { repository, issue, comment } = commentIn(call);
  return { status: 200, body: presentComment(call.world, repository, issue, comment) };
}

function update(call: Call): Reply {
  const found = commentIn(call);
  const { repository, issue, comment } = found;
  checkMayWrite(call, issue);
  checkMayEdit(call, repository, comment);
  checkMaySpeak(call, repository, issue);
  const from = comment.body;
  comment.body = bodyOf(call);
  comment.updatedAt = call.world.now();
  const changes = { body: { from } };
  emitComment(call.world, repository, issue, comment, authorOf(call.actor), 'edited', { changes });
  return { status: 200, body: presentComment(call.world, repository, issue, comment) };
}

function remove(call: Call): Reply {
  const found = commentIn(call);
  const { repository, issue, comment } = found;
  checkMayWrite(call, issue);
  checkMayEdit(call, repository, comment);
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  emitComment(call.world, repository, issue, comment, authorOf(call.actor), 'deleted');
  return { status: 204 };
}
