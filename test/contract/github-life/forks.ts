import { type Cast, SHOP } from './ask.ts';

/** A stranger's proposal; then the fork goes, and the stranger as well. */
export async function forks({ site, ada, grace }: Cast): Promise<void> {
  const { admin, world } = site.github;
  const { account, token } = await admin.createUser({ login: 'zoe' });
  site.repository.collaborators.set('zoe', 'read');
  const zoe = (request: string, body?: unknown) => site.api(token, request, body);
  await zoe(`POST ${SHOP}/forks`, { name: 'shop' });
  await ada(`GET ${SHOP}/forks`);
  const content = Buffer.from('from outside').toString('base64');
  await zoe('PUT /repos/zoe/shop/contents/outside.txt', { message: 'Outside', content });
  const pull = (await zoe(`POST ${SHOP}/pulls`, { title: 'Outside', head: 'zoe:main', base: 'main' })).body;
  const at = `${SHOP}/pulls/${pull.number}`;
  await ada(`GET ${SHOP}/compare/main...zoe:main`);
  await zoe(`POST ${SHOP}/issues/${pull.number}/comments`, { body: 'Please.' });
  await zoe(`POST ${at}/reviews`, { event: 'COMMENT', body: 'Mine.' });
  await zoe(`POST ${at}/comments`, { body: 'Here.', commit_id: pull.head.sha, path: 'outside.txt', line: 1 });
  const fork = world.repository('zoe/shop');
  if (fork === undefined) throw new Error('There is no fork.');
  admin.deleteRepository(fork);
  admin.deleteUser(account);
  for (const path of ['', '/reviews', '/comments', '/commits', '/files']) await ada(`GET ${at}${path}`);
  await ada(`GET ${SHOP}/issues/${pull.number}/comments`);
  await ada(`GET ${SHOP}/issues/${pull.number}`);
  await ada(`PUT ${SHOP}/issues/${pull.number}/lock`, { lock_reason: 'too heated' });
  await ada(`DELETE ${SHOP}/issues/${pull.number}/lock`);
  await grace(`PATCH ${at}`, { state: 'closed' });
}
