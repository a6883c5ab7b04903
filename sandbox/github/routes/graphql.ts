import { buildSchema, graphql } from 'graphql';
import type { Issue, IssueComment, Repository } from '../model.ts';
import { numberOf } from '../present/node-id.ts';
import { type Body, type Call, HttpError, type Reply, type Route, authorOf } from '../route.ts';
import { isCovered } from '../state.ts';
import type { World } from '../world.ts';
import { checkMayEdit } from '../issues/may-edit.ts';
import { checkMayWrite } from './comments.ts';

/** The part of GitHub's schema that is simulated: what asks for more is refused by it. */
const SCHEMA = buildSchema(`
  enum ReportedContentClassifiers { ABUSE DUPLICATE LOW_QUALITY OFF_TOPIC OUTDATED RESOLVED SPAM }
  interface Minimizable { isMinimized: Boolean!, minimizedReason: String }
  type IssueComment implements Minimizable { id: ID!, isMinimized: Boolean!, minimizedReason: String }
  input MinimizeCommentInput { clientMutationId: String, subjectId: ID!, classifier: ReportedContentClassifiers! }
  input UnminimizeCommentInput { clientMutationId: String, subjectId: ID! }
  type MinimizeCommentPayload { clientMutationId: String, minimizedComment: Minimizable }
  type UnminimizeCommentPayload { clientMutationId: String, unminimizedComment: Minimizable }
  type User { login: String! }
  type Query { viewer: User! }
  type Mutation {
    minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
    unminimizeComment(input: UnminimizeCommentInput!): UnminimizeCommentPayload
  }
`);

export const graphqlRoutes: readonly Route[] = [{ method: 'POST', path: '/graphql', handle: answer }];

interface Input {
  readonly clientMutationId?: string;
  readonly subjectId: string;
  readonly classifier: string;
}

/** @see https://docs.github.com/en/graphql/reference/mutations#minimizecomment */
async function answer(call: Call): Promise<Reply> {
  const { source, variableValues } = requestOf(call.body);
  const rootValue = {
    viewer: () => ({ login: authorOf(call.actor).login }),
    minimizeComment: ({ input }: { input: Input }) => ({
      clientMutationId: input.clientMutationId,
      minimizedComment: minimize(call, input.subjectId, input.classifier.toLowerCase()),
    }),
    unminimizeComment: ({ input }: { input: Input }) => ({
      clientMutationId: input.clientMutationId,
      unminimizedComment: minimize(call, input.subjectId, undefined),
    }),
  };
  return { status: 200, body: await graphql({ schema: SCHEMA, source, rootValue, variableValues }) };
}

function requestOf({ query, variables = {} }: Body) {
  if (typeof query !== 'string')
    throw new HttpError(400, 'A query attribute must be specified and must be a string.');
  if (typeof variables !== 'object') throw new HttpError(400, 'The variables attribute must be an object.');
  return { source: query, variableValues: variables as Record<string, unknown> };
}

function minimize(call: Call, subject: string, reason: string | undefined) {
  const found = commentOf(call.world, numberOf('IssueComment', subject));
  if (found === undefined || !isVisible(call, found.repository))
    throw new Error(`Could not resolve to a node with the global id of '${subject}'.`);
  const { comment } = found;
  checkMayWrite(call, found.issue);
  checkMayEdit(call, found.repository, comment);
  if (reason === undefined) delete comment.minimized;
  else comment.minimized = reason;
  const minimizedReason = comment.minimized ?? null;
  return { __typename: 'IssueComment', id: subject, isMinimized: minimizedReason !== null, minimizedReason };
}

function isVisible({ world, actor }: Call, repository: Repository): boolean {
  if (actor.kind === 'installation') return isCovered(actor.installation, repository);
  return actor.kind === 'user' && world.roleOf(actor.account, repository) !== undefined;
}

function commentOf(
  world: World,
  id: number | undefined,
): { comment: IssueComment; issue: Issue; repository: Repository } | undefined {
  for (const repository of world.repositories()) {
    for (const issue of repository.issues.values()) {
      const comment = issue.comments.find((each) => each.id === id);
      if (comment !== undefined) return { comment, issue, repository };
    }
  }
  return undefined;
}
