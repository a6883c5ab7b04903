import { graphql } from 'graphql';
import { type Body, type Call, type Reply, type Route, HttpError, authorOf } from '../server/route.ts';
import { minimize } from './minimize.ts';
import { type Enqueue, dequeuePull, enqueuePull, setDraft } from './pulls.ts';
import { SCHEMA } from './schema.ts';

export const graphqlRoutes: readonly Route[] = [{ method: 'POST', path: '/graphql', handle: answer }];

/** A mutation's input, of which each reads what the schema gives it. */
interface Given<Input> {
  readonly input: Input & { readonly clientMutationId?: string };
}

async function answer(call: Call): Promise<Reply> {
  const { source, variableValues } = requestOf(call.body);
  const rootValue = {
    viewer: () => ({ login: authorOf(call.actor).login }),
    ...commentMutations(call),
    ...pullMutations(call),
  };
  return { status: 200, body: await graphql({ schema: SCHEMA, source, rootValue, variableValues }) };
}

function commentMutations(call: Call) {
  return {
    minimizeComment: ({ input }: Given<{ subjectId: string; classifier: string }>) => ({
      ...input,
      minimizedComment: minimize(call, input.subjectId, input.classifier.toLowerCase()),
    }),
    unminimizeComment: ({ input }: Given<{ subjectId: string }>) => ({
      ...input,
      unminimizedComment: minimize(call, input.subjectId, undefined),
    }),
  };
}

function pullMutations(call: Call) {
  type Pull = Given<{ pullRequestId: string }>;
  return {
    enqueuePullRequest: async ({ input }: Given<Enqueue>) => ({
      ...input,
      ...(await enqueuePull(call, input)),
    }),
    dequeuePullRequest: async ({ input }: Given<{ id: string }>) => ({
      ...input,
      ...(await dequeuePull(call, input.id)),
    }),
    convertPullRequestToDraft: async ({ input }: Pull) => ({
      ...input,
      ...(await setDraft(call, input.pullRequestId, true)),
    }),
    markPullRequestReadyForReview: async ({ input }: Pull) => ({
      ...input,
      ...(await setDraft(call, input.pullRequestId, false)),
    }),
  };
}

function requestOf({ query, variables = {} }: Body) {
  if (typeof query !== 'string')
    throw new HttpError(400, 'A query attribute must be specified and must be a string.');
  if (typeof variables !== 'object') throw new HttpError(400, 'The variables attribute must be an object.');
  return { source: query, variableValues: variables as Record<string, unknown> };
}
