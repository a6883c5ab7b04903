import { z } from 'zod';
import { issueIn } from '../pulls/find.ts';
import { reviewCommentIn } from '../pulls/review-comment-routes.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, notFound, repositoryOf } from '../server/route.ts';
import type { Issue, Reaction } from '../world/model.ts';
import { checkMayWrite, commentIn } from './comment-routes.ts';
import { checkMaySpeak } from './locked.ts';
import { presentReaction } from './present.ts';

const READ = { name: 'issues', level: 'read' } as const;
const BASE = '/repos/{owner}/{repo}';

/** Where people react, and how to find what was said there. */
const PLACES: readonly {
  readonly path: string;
  readonly find: (call: Call, write: boolean) => Reaction[];
}[] = [
  {
    path: `${BASE}/issues/{issue_number}/reactions`,
    find(call, write) {
      const { issue } = issueIn(call);
      if (write) checkMayReact(call, issue);
      return issue.reactions;
    },
  },
  {
    path: `${BASE}/issues/comments/{comment_id}/reactions`,
    find(call, write) {
      const { issue, comment } = commentIn(call);
      if (write) checkMayReact(call, issue);
      return comment.reactions;
    },
  },
  {
    path: `${BASE}/pulls/comments/{comment_id}/reactions`,
    find(call, write) {
      const { issue, comment } = reviewCommentIn(call);
      if (write) checkMayReact(call, issue);
      return comment.reactions;
    },
  },
];

export const reactionRoutes: readonly Route[] = PLACES.flatMap(({ path, find }): Route[] => [
  {
    method: 'GET',
    path,
    permission: READ,
    paged: true,
    handle: (call) => ({
      status: 200,
      body: find(call, false).map((each) => presentReaction(call.world, each)),
    }),
  },
  { method: 'POST', path, handle: (call) => react(call, find(call, true)) },
  { method: 'DELETE', path: `${path}/{reaction_id}`, handle: (call) => remove(call, find(call, true)) },
]);

function checkMayReact(call: Call, issue: Issue): void {
  checkMayWrite(call, issue);
  if (call.method === 'POST') checkMaySpeak(call, repositoryOf(call), issue);
}

const CONTENT = z.enum(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']);

/** The same reaction of the same person stays one. */
function react(call: Call, reactions: Reaction[]): Reply {
  const { content } = readBody(call, z.object({ content: CONTENT }));
  const user = authorOf(call.actor);
  const known = reactions.find((each) => each.user === user && each.content === content);
  if (known !== undefined) return { status: 200, body: presentReaction(call.world, known) };
  const reaction = { id: call.world.nextId(), user, content, createdAt: call.world.now() };
  reactions.push(reaction);
  return { status: 201, body: presentReaction(call.world, reaction) };
}

function remove(call: Call, reactions: Reaction[]): Reply {
  const at = reactions.findIndex(({ id }) => id === numberOf(call, 'reaction_id'));
  if (at < 0) throw notFound();
  reactions.splice(at, 1);
  return { status: 204 };
}
