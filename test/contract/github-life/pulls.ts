import { type Cast, SHOP } from './ask.ts';
import { reactions } from './reactions.ts';

export async function pulls({ ada, grace, app }: Cast): Promise<void> {
  const pull = await ada(`POST ${SHOP}/pulls`, {
    title: 'Two',
    head: 'two',
    base: 'main',
    body: 'A change.',
  });
  const at = `${SHOP}/pulls/${pull.number}`;
  await ada(`GET ${SHOP}/pulls?state=all&sort=updated&direction=desc`);
  await ada(`GET ${at}`);
  await ada(`GET ${at}`, undefined, { accept: 'application/vnd.github.diff' });
  await ada(`GET ${at}/files`);
  await ada(`GET ${at}/commits`);
  await ada(`PATCH ${at}`, { title: 'Number two' });
  await ada(`PATCH ${at}`, { state: 'closed' });
  await ada(`PATCH ${at}`, { state: 'open' });
  await ada(`POST ${SHOP}/issues/${pull.number}/labels`, { labels: ['bug'] });
  await ada(`POST ${at}/requested_reviewers`, { reviewers: ['grace'], team_reviewers: ['sre'] });
  await ada(`DELETE ${at}/requested_reviewers`, { reviewers: ['grace'] });
  await ada(`GET ${SHOP}/commits/${pull.head.sha}/pulls`);

  const draft = await grace(`POST ${at}/reviews`, { body: 'Wait.' });
  await grace(`POST ${at}/reviews/${draft.id}/events`, { event: 'REQUEST_CHANGES', body: 'Wait.' });
  await ada(`GET ${at}/reviews/${draft.id}`);
  await grace(`PUT ${at}/reviews/${draft.id}`, { body: 'Wait a little.' });
  await ada(`PUT ${at}/reviews/${draft.id}/dismissals`, { message: 'Done.' });
  await grace(`POST ${at}/reviews`, { event: 'APPROVE', commit_id: pull.head.sha });
  await ada(`GET ${at}/reviews`);
  const line = { body: 'Why?', commit_id: pull.head.sha, path: 'two.txt', line: 1, side: 'RIGHT' };
  const remark = await grace(`POST ${at}/comments`, line);
  await ada(`POST ${at}/comments/${remark.id}/replies`, { body: 'Because.' });
  await ada(`GET ${at}/comments`);
  await grace(`PATCH ${SHOP}/pulls/comments/${remark.id}`, { body: 'Why so?' });
  await reactions(app, `${SHOP}/pulls/comments/${remark.id}`);

  await grace(`DELETE ${SHOP}/pulls/comments/${remark.id}`);

  const content = Buffer.from('on main').toString('base64');
  await ada(`PUT ${SHOP}/contents/other.txt`, { message: 'Meanwhile', content });
  await ada(`PUT ${at}/update-branch`);
  await grace(`PUT ${at}/merge`, { merge_method: 'squash' });
  await ada(`GET ${at}/merge`);
  await ada(`DELETE ${SHOP}/git/refs/heads/two`);
}
