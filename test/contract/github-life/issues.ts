import { expect } from 'vitest';
import { type Cast, SHOP } from './ask.ts';
import { reactions } from './reactions.ts';

export async function issues({ ada, grace, app }: Cast): Promise<void> {
  const { number } = await ada(`POST ${SHOP}/issues`, { title: 'It is slow', body: 'Very.' });
  await ada(`GET ${SHOP}/issues?state=all`);
  await ada(`GET ${SHOP}/issues/${number}`);
  await ada(`POST ${SHOP}/labels`, { name: 'bug', color: 'ff0000' });
  await ada(`GET ${SHOP}/labels`);
  await ada(`POST ${SHOP}/issues/${number}/labels`, { labels: ['bug'] });
  await ada(`GET ${SHOP}/issues/${number}/labels`);
  await ada(`DELETE ${SHOP}/issues/${number}/labels/bug`);
  await ada(`PUT ${SHOP}/issues/${number}/lock`);
  await ada(`DELETE ${SHOP}/issues/${number}/lock`);
  await ada(`PATCH ${SHOP}/issues/${number}`, { state: 'closed', state_reason: 'completed' });
  await ada(`PATCH ${SHOP}/issues/${number}`, { state: 'open' });

  const comment = await app(`POST ${SHOP}/issues/${number}/comments`, { body: 'How slow?' });
  await grace(`GET ${SHOP}/issues/${number}/comments`);
  await grace(`GET ${SHOP}/issues/comments/${comment.id}`);
  await app(`PATCH ${SHOP}/issues/comments/${comment.id}`, { body: 'How slow is it?' });
  await reactions(ada, `${SHOP}/issues/${number}`);
  await reactions(app, `${SHOP}/issues/comments/${comment.id}`);
  const query = `mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }`;
  const minimized = await app('POST /graphql', { query, variables: { id: comment.node_id } });
  expect(minimized).toEqual({
    data: { minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } } },
  });
  await app(`DELETE ${SHOP}/issues/comments/${comment.id}`);
}
