import { z } from 'zod';
import { checkMaySpeak } from '../issues/locked.ts';
import { checkMayEdit } from '../issues/may-edit.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, notFound, repositoryOf } from '../server/route.ts';
import type { Repository, ReviewComment } from '../world/model.ts';
import { pullIn, pullsOf } from './find.ts';
import { presentReviewComment } from './present-review-comment.ts';
import { type PullIssue, presentPullSimple } from './present.ts';

const READ = { name: 'pull_requests', level: 'read' } as const;
const WRITE = { name: 'pull_requests', level: 'write' } as const;
const COMMENTS = '/repos/{owner}/{repo}/pulls/{pull_number}/comments';
const ONE = '/repos/{owner}/{repo}/pulls/comments/{comment_id}';

export const reviewCommentRoutes: readonly Route[] = [
  { method: 'GET', path: COMMENTS, permission: READ, paged: true, handle: listComments },
  { method: 'POST', path: COMMENTS, permission: WRITE, handle: createComment },
  { method: 'POST', path: `${COMMENTS}/{comment_id}/replies`, permission: WRITE, handle: reply },
  { method: 'PATCH', path: ONE, permission: WRITE, handle: update },
  { method: 'DELETE', path: ONE, permission: WRITE, handle: remove },
];

function listComments(call: Call): Reply {
  const { repository, issue } = pullIn(call);
  return {
    status: 200,
    body: issue.pull.reviewComments.map((each) => presentReviewComment(call.world, repository, issue, each)),
  };
}

const COMMENT = z.object({
  body: z.string().min(1),
  commit_id: z.string(),
  path: z.string(),
  line: z.int().optional(),
  side: z.enum(['LEFT', 'RIGHT']).default('RIGHT'),
});

function createComment(call: Call): Reply {
  const { body, commit_id: commitId, path, line = 1, side } = readBody(call, COMMENT);
  return addComment(call, { body, commitId, path, line, side });
}

function reply(call: Call): Reply {
  const { comment } = reviewCommentIn(call);
  const { body } = readBody(call, z.object({ body: z.string().min(1) }));
  const { commitId, path, line, side } = comment;
  return addComment(call, { body, commitId, path, line, side, inReplyTo: comment.id });
}

type NewComment = Pick<ReviewComment, 'body' | 'commitId' | 'path' | 'line' | 'side'> & {
  inReplyTo?: number;
};

function addComment(call: Call, said: NewComment): Reply {
  const { repository, issue } = pullIn(call);
  checkMaySpeak(call, repository, issue);
  const { world } = call;
  const author = authorOf(call.actor);
  const times = { createdAt: world.now(), updatedAt: world.now() };
  const comment = { id: world.nextId(), reviewId: null, author, reactions: [], ...times, ...said };
  issue.pull.reviewComments.push(comment);
  tell(call, { repository, issue, comment }, 'created');
  return { status: 201, body: presentReviewComment(call.world, repository, issue, comment) };
}

function update(call: Call): Reply {
  const found = reviewCommentIn(call);
  const { comment } = found;
  checkMayEdit(call, found.repository, comment);
  checkMaySpeak(call, found.repository, found.issue);
  const from = comment.body;
  comment.body = readBody(call, z.object({ body: z.string().min(1) })).body;
  comment.updatedAt = call.world.now();
  tell(call, found, 'edited', { changes: { body: { from } } });
  return { status: 200, body: presentReviewComment(call.world, found.repository, found.issue, comment) };
}

function remove(call: Call): Reply {
  const found = reviewCommentIn(call);
  checkMayEdit(call, found.repository, found.comment);
  const all = found.issue.pull.reviewComments;
  all.splice(all.indexOf(found.comment), 1);
  tell(call, found, 'deleted');
  return { status: 204 };
}

interface Found {
  readonly repository: Repository;
  readonly issue: PullIssue;
  readonly comment: ReviewComment;
}

function tell(
  { world, actor }: Call,
  { repository, issue, comment }: Found,
  action: 'created' | 'edited' | 'deleted',
  more: object = {},
): void {
  const payload = {
    comment: { subject_type: 'line', ...presentReviewComment(world, repository, issue, comment) },
    pull_request: presentPullSimple(world, repository, issue),
    ...more,
  };
  const sender = authorOf(actor);
  world.emit({ name: 'pull_request_review_comment', action, repository, sender, payload });
}

export function reviewCommentIn(call: Call): Found {
  const repository = repositoryOf(call);
  const id = numberOf(call, 'comment_id');
  for (const issue of pullsOf(repository)) {
    const comment = issue.pull.reviewComments.find((each) => each.id === id);
    if (comment !== undefined) return { repository, issue, comment };
  }
  throw notFound();
}
