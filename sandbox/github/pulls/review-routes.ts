import { z } from 'zod';
import { checkMaySpeak } from '../issues/locked.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  authorOf,
  notFound,
  unprocessable,
} from '../server/route.ts';
import type { Issue, Review } from '../world/model.ts';
import { pullIn } from './find.ts';
import { presentReview } from './present-review.ts';
import { emitReview } from './review-events.ts';

const READ = { name: 'pull_requests', level: 'read' } as const;
const WRITE = { name: 'pull_requests', level: 'write' } as const;
const REVIEWS = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews';
const REVIEW = `${REVIEWS}/{review_id}`;

export const reviewRoutes: readonly Route[] = [
  { method: 'GET', path: REVIEWS, permission: READ, paged: true, handle: list },
  { method: 'POST', path: REVIEWS, permission: WRITE, handle: create },
  { method: 'GET', path: REVIEW, permission: READ, handle: read },
  { method: 'PUT', path: REVIEW, permission: WRITE, handle: edit },
  { method: 'POST', path: `${REVIEW}/events`, permission: WRITE, handle: submit },
  { method: 'PUT', path: `${REVIEW}/dismissals`, permission: WRITE, handle: dismiss },
];

function list(call: Call): Reply {
  const { repository, issue } = pullIn(call);
  const submitted = issue.pull.reviews.filter(({ state }) => state !== 'PENDING');
  return {
    status: 200,
    body: submitted.map((review) => presentReview(call.world, repository, issue, review)),
  };
}

function reviewIn(call: Call) {
  const { repository, issue } = pullIn(call);
  const review = issue.pull.reviews.find(({ id }) => id === numberOf(call, 'review_id'));
  if (review === undefined) throw notFound();
  return { repository, issue, review };
}

function read(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  return { status: 200, body: presentReview(call.world, repository, issue, review) };
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
  checkMaySpeak(call, repository, issue);
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
  if (event !== undefined)
    emitReview(call.world, repository, issue, review, authorOf(call.actor), 'submitted');
  return { status: 200, body: presentReview(call.world, repository, issue, review) };
}

function edit(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  const { body } = readBody(call, z.object({ body: z.string() }));
  const sender = authorOf(call.actor);
  if (sender !== review.author) throw new HttpError(403, 'Must have admin rights to Repository.');
  const changes = { body: { from: review.body } };
  review.body = body;
  emitReview(call.world, repository, issue, review, sender, 'edited', { changes });
  return { status: 200, body: presentReview(call.world, repository, issue, review) };
}

function submit(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  const { event, body } = readBody(call, z.object({ event: EVENT, body: z.string().optional() }));
  checkOwn(call, issue, event);
  review.state = STATE[event];
  review.submittedAt = call.world.now();
  if (body !== undefined) review.body = body;
  emitReview(call.world, repository, issue, review, authorOf(call.actor), 'submitted');
  return { status: 200, body: presentReview(call.world, repository, issue, review) };
}

function dismiss(call: Call): Reply {
  const { repository, issue, review } = reviewIn(call);
  readBody(call, z.object({ message: z.string() }));
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED')
    throw unprocessable('Can not dismiss a commented pull request review');
  review.state = 'DISMISSED';
  emitReview(call.world, repository, issue, review, authorOf(call.actor), 'dismissed');
  return { status: 200, body: presentReview(call.world, repository, issue, review) };
}
