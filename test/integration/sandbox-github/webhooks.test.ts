import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HookDelivery } from '../../../sandbox/github/world/model.ts';
import { type Site, startSite } from './site.ts';

/** Makes a branch, of which Apps are told by `push` and `create`. */
async function branch({ github, repository }: Site, name: string): Promise<void> {
  const after = (await github.world.git(repository).resolve('refs/heads/main')) ?? '';
  await github.world.moveRef({
    repository,
    ref: `refs/heads/${name}`,
    after,
    actor: repository.owner,
    by: 'api',
  });
  await github.settled();
}

function outcomes({ github }: Site): Pick<HookDelivery, 'event' | 'statusCode' | 'status'>[] {
  return github.world.deliveries.map(({ event, statusCode, status }) => ({ event, statusCode, status }));
}

const OK = 'OK';

describe('webhooks', () => {
  it('are signed with the secret of the App, and say what they are', async () => {
    const site = await startSite({ events: ['push'] });
    await branch(site, 'x');
    const [push] = site.receiver.received;
    const signature = createHmac('sha256', 'a secret')
      .update(push?.text ?? '')
      .digest('hex');
    expect(push?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//) as unknown,
      'x-github-event': 'push',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      'x-github-hook-installation-target-id': String(site.app.app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${signature}`,
    });
  });

  it('are recorded with what the App answered', async () => {
    const site = await startSite({ events: ['push'] });
    await branch(site, 'x');
    site.receiver.answer = (response) => response.writeHead(500).end('broken');
    await branch(site, 'y');
    site.receiver.answer = (response) => response.destroy();
    await branch(site, 'z');
    expect(outcomes(site)).toEqual([
      { event: 'push', statusCode: 202, status: OK },
      { event: 'push', statusCode: 500, status: expect.stringContaining('500') as string },
      { event: 'push', statusCode: 0, status: 'failed to connect to host' },
    ]);
    expect(site.github.world.deliveries[1]?.response.payload).toBe('broken');
    expect(site.receiver.events()).toEqual(['push', 'push', 'push']);
  });

  it('go to Apps that subscribed and are installed, and to no others', async () => {
    const site = await startSite({ events: ['create'] });
    const { repository, github } = site;
    await branch(site, 'x');
    expect(site.receiver.events()).toEqual(['create']);
    site.installation.suspendedAt = github.world.now();
    await branch(site, 'y');
    expect(github.world.deliveries).toHaveLength(1);
    expect(repository.activity.at(-1)?.ref).toBe('refs/heads/y');
  });

  it('come in the order in which things happened', async () => {
    const site = await startSite({ events: ['push'] });
    for (const name of ['a', 'b', 'c']) await branch(site, name);
    const refs = site.receiver.received.map(({ payload }) => payload.ref as string);
    expect(refs).toEqual(['refs/heads/a', 'refs/heads/b', 'refs/heads/c']);
  });

  it('are listed for the App page by page, and sent once more on request', async () => {
    const site = await startSite({ events: ['push'] });
    site.receiver.answer = (response) => response.writeHead(503).end();
    for (const name of ['a', 'b', 'c']) await branch(site, name);
    const first = await site.api(await site.jwt(), 'GET /app/hook/deliveries?per_page=2');
    expect(first.body).toMatchObject([{ status_code: 503 }, { status_code: 503 }]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const { body } = await site.api(await site.jwt(), `GET ${next}`);
    expect(body).toMatchObject([{ guid: site.github.world.deliveries[0]?.guid, redelivery: false }]);

    site.receiver.answer = (response) => response.writeHead(200).end();
    const path = `/app/hook/deliveries/${body[0].id as number}`;
    expect((await site.api(await site.jwt(), `POST ${path}/attempts`)).status).toBe(202);
    await site.github.settled();
    const [oldest, again] = [site.receiver.received[0], site.receiver.received.at(-1)];
    expect(again?.text).toBe(oldest?.text);
    expect(again?.headers['x-github-delivery']).toBe(oldest?.headers['x-github-delivery']);
    expect(site.github.world.deliveries.at(-1)).toMatchObject({ statusCode: 200, redelivery: true });
    const whole = await site.api(await site.jwt(), `GET ${path}`);
    expect(whole.body).toMatchObject({
      request: { payload: { ref: 'refs/heads/a' } },
      response: { payload: '' },
    });
  });
});
