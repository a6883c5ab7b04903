import type { Hono } from 'hono';
import { HttpError } from '../server/route.ts';
import { nodeId } from '../world/node-id.ts';
import { pullOf } from './pull-page.ts';
import { type Site, act } from './site.ts';

const ENQUEUE =
  'mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { clientMutationId } }';
const DEQUEUE = 'mutation ($id: ID!) { dequeuePullRequest(input: { id: $id }) { clientMutationId } }';

/** What is done with the merge queue, which the API offers by GraphQL alone. */
export function queueActions(app: Hono, site: Site): void {
  const press = (name: string, query: string) =>
    app.post(`/:owner/:repo/pull/:number/${name}`, async (context) => {
      const { repository, issue } = pullOf(site, context);
      const body = { query, variables: { id: nodeId('PullRequest', issue.pull.id) } };
      const { errors = [] } = await act<Answer>(site, context, 'POST', '/graphql', body);
      const [error] = errors;
      if (error !== undefined) throw new HttpError(422, error.message);
      return context.redirect(`/${repository.fullName}/pull/${issue.number}`, 303);
    });
  press('enqueue', ENQUEUE);
  press('dequeue', DEQUEUE);
}

interface Answer {
  readonly errors?: readonly { readonly message: string }[];
}
