import { type Cast, SHOP } from './ask.ts';

const ENQUEUE =
  'mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position } } }';
const DRAFT =
  'mutation ($id: ID!) { convertPullRequestToDraft(input: { pullRequestId: $id }) { pullRequest { isDraft } } }';
const READY =
  'mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } } }';

/** A pull request that is a draft first, and merged by the queue at once, since no check is required. */
export async function queue({ site, ada }: Cast): Promise<void> {
  const { object } = await ada(`GET ${SHOP}/git/ref/heads/main`);
  await ada(`POST ${SHOP}/git/refs`, { ref: 'refs/heads/queued', sha: object.sha });
  const content = Buffer.from('queued').toString('base64');
  await ada(`PUT ${SHOP}/contents/queued.txt`, { message: 'Queued', content, branch: 'queued' });
  const pull = await ada(`POST ${SHOP}/pulls`, { title: 'Queued', head: 'queued', base: 'main' });
  site.github.admin.queueMerges(site.repository, 'main', 'squash');
  const mutate = (query: string) => ada('POST /graphql', { query, variables: { id: pull.node_id } });
  await mutate(DRAFT);
  await mutate(READY);
  await mutate(ENQUEUE);
  site.repository.queues.delete('main');
}
