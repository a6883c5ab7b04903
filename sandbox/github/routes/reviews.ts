import { z } from 'zod';
import type { Issue, Repository, Review, ReviewComment } from '../model.ts';
import { presentAccount } from '../present/account.ts';
import { reactionCounts } from '../present/issue.ts';
import { nodeId } from '../present/node-id.ts';
import { type PullIssue, associationOf, presentPullSimple } from '../present/pull.ts';
import { pullIn, pullsOf } from '../pulls/find.ts';
import { numberOf, readBody } from '../read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  authorOf,
  notFound,
  repositoryOf,
  unprocessable,
} from '../route.ts';

const READ = { name: 'pull_requests', level: 'read' } as const;
const WRITE = { name: 'pull_requests', level: 'write' } as const;
const PULLS = '/repos/{owner}/{repo}/pulls';
const REVIEWS = `${PULLS}/{pull_number}/reviews`;
const REVIEW = `${REVIEWS}/{review_id}`;
const COMMENTS = `${PULLS}/{pull_number}/comments`;

export const reviewRoutes: readonly Route[] = [
  { method: 'GET', path: REVIEWS, permission: READ, paged: true, handle: list },
  { method: 'POST', path: REVIEWS, permission: WRITE, handle: create },
  { method: 'GET', path: REVIEW, permission: READ, handle: read },
  { method: 'POST', path: `${REVIEW}/events`, permission: WRITE, handle: submit },
  { method: 'PUT', path: `${REVIEW}/dismissals`, permission: WRITE, handle: dismiss },
  { method: 'GET', path: COMMENTS, permission: READ, paged: true, handle: listComments },
  { method: 'POST', path: COMMENTS, permission: WRITE, handle: createComment },
  { method: 'POST', path: `${COMMENTS}/{comment_id}/replies`, permission: WRITE, handle: reply },
];

function presentReview({ world }: Call, repository: Repository, issue: PullIssue, review: Review) {
  const { id, author, body, state, commitId, submittedAt } = review;
  const page = `${world.url}/${repository.fullName}/pull/${issue.number}`;
  const pull = `${world.apiUrl}/repos/${repository.fullName}/pulls/${issue.number}`;
  const html = `${page}#pullrequestreview-${id}`;
  return {
    id,
    node_id: nodeId('PullRequestReview', id),
    user: presentAccount(world, author),
    body,
    state,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repository, author),
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(submittedAt !== undefined && { submitted_at: submittedAt }),
    commit_id: commitId,
  };
}

/** In webhooks the states are written small. */
function emitReview(
  call: Call,
  repository: Repository,
  issue: PullIssue,
  review: Review,
  action: string,
): void {
  const presented = presentReview(call, repository, issue, review);
  const payload = {
    review: { submitted_at: null, ...presented, state: review.state.toLowerCase() },
    pull_request: presentPullSimple(call.world, repository, issue),
  };
  call.world.emit({ name: 'pull_request_review', action, repository, sender: authorOf(call.actor), payload });
}

function list(call: Call): Reply {
  const { repository, issue } = pullIn(call);
  const submitted = issue.pull.reviews.filter(({ state }) => state !== 'PENDING');
  return { status: 200, body: submitted.map((review) => presentReview(call, repository, issue, review)) };
}

function reviewIn(call: Call) {
  const { repository, issue } = pullIn(call);
  const review = issue.pull.reviews.find(({ id }) => id === numberOf(call, 'review_id'));
  if (review === undefined) throw notFound();
  return { repository, issue, review };
}

function read(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  return { status: 200, body: presentReview(call, repository, issue, review) };
}

const EVENT = z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']);
const STATE = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
const CREATE = z.object({
  commit_id: z.string().optional(),
  body: z.string().optional(),
  event: EVENT.optional(),
});

/** Nobody approves their own pull request. */
function checkOwn(call: Call, issue: Issue, event: z.infer<typeof EVENT> | undefined): void {
  if (event === undefined || event === 'COMMENT' || authorOf(call.actor) !== issue.author) return;
  const what = event === 'APPROVE' ? 'approve' : 'request changes on';
  throw unprocessable(`Unprocessable Entity: "Review Can not ${what} your own pull request"`);
}

function create(call: Call): Reply {
  const { repository, issue } = pullIn(call);
  const { commit_id: commitId = issue.pull.head.sha, body = '', event } = readBody(call, CREATE);
  checkOwn(call, issue, event);
  const review: Review = {
    id: call.world.nextId(),
    author: authorOf(call.actor),
    body,
    state: event === undefined ? 'PENDING' : STATE[event],
    commitId,
    ...(event !== undefined && { submittedAt: call.world.now() }),
  };
  issue.pull.reviews.push(review);
  issue.pull.requestedReviewers.delete(review.author.login);
  if (event !== undefined) emitReview(call, repository, issue, review, 'submitted');
  return { status: 200, body: presentReview(call, repository, issue, review) };
}

function submit(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  const { event, body } = readBody(call, z.object({ event: EVENT, body: z.string().optional() }));
  checkOwn(call, issue, event);
  review.state = STATE[event];
  review.submittedAt = call.world.now();
  if (body !== undefined) review.body = body;
  emitReview(call, repository, issue, review, 'submitted');
  return { status: 200, body: presentReview(call, repository, issue, review) };
}

function dismiss(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  readBody(call, z.object({ message: z.string() }));
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED')
    throw unprocessable('Can not dismiss a commented pull request review');
  review.state = 'DISMISSED';
  emitReview(call, repository, issue, review, 'dismissed');
  return { status: 200, body: presentReview(call, repository, issue, review) };
}

function presentComment({ world }: Call, repository: Repository, issue: Issue, comment: ReviewComment) {
  const { id, author, body, path, line, side, commitId, createdAt, updatedAt, inReplyTo } = comment;
  const pull = `${world.apiUrl}/repos/${repository.fullName}/pulls/${issue.number}`;
  const url = `${world.apiUrl}/repos/${repository.fullName}/pulls/comments/${id}`;
  const html = `${world.url}/${repository.fullName}/pull/${issue.number}#discussion_r${id}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id,
    node_id: nodeId('PullRequestReviewComment', id),
    diff_hunk: '@@ -1 +1 @@',
    path,
    commit_id: commitId,
    original_commit_id: commitId,
    user: presentAccount(world, author),
    body,
    created_at: createdAt,
    updated_at: updatedAt,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repository, author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    line,
    original_line: line,
    side,
    position: line,
    original_position: line,
    start_line: null,
    original_start_line: null,
    start_side: null,
    reactions: reactionCounts(url, comment.reactions),
    ...(inReplyTo !== undefined && { in_reply_to_id: inReplyTo }),
  };
}

function listComments(call: Call): Reply {
  const { repository, issue } = pullIn(call);
  return {
    status: 200,
    body: issue.pull.reviewComments.map((each) => presentComment(call, repository, issue, each)),
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
  const { world } = call;
  const author = authorOf(call.actor);
  const times = { createdAt: world.now(), updatedAt: world.now() };
  const comment = { id: world.nextId(), reviewId: null, author, reactions: [], ...times, ...said };
  issue.pull.reviewComments.push(comment);
  const payload = {
    comment: { subject_type: 'line', ...presentComment(call, repository, issue, comment) },
    pull_request: presentPullSimple(world, repository, issue),
  };
  world.emit({ name: 'pull_request_review_comment', action: 'created', repository, sender: author, payload });
  return { status: 201, body: presentComment(call, repository, issue, comment) };
}

export function reviewCommentIn(call: Call): { issue: PullIssue; comment: ReviewComment } {
  const id = numberOf(call, 'comment_id');
  for (const issue of pullsOf(repositoryOf(call))) {
    const comment = issue.pull.reviewComments.find((each) => each.id === id);
    if (comment !== undefined) return { issue, comment };
  }
  throw notFound();
}
