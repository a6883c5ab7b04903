import { describe, expect, it } from 'vitest';
import { type Site, startSite } from './site.ts';

const CHECK = { name: 'plumbline', head_sha: '0'.repeat(40) };
const NEW_REF = { ref: 'refs/heads/new', sha: '0'.repeat(40) };

async function otherKey({ github, receiver }: Site): Promise<string> {
  const { privateKey } = await github.admin.createApp({
    name: 'Other',
    owner: 'acme',
    webhookUrl: receiver.url,
    webhookSecret: 's',
    permissions: {},
    events: [],
  });
  return privateKey;
}

describe('an App by its JWT', () => {
  it('is known by its id and by its client id, on its own routes', async () => {
    const site = await startSite();
    const { id, clientId } = site.app.app;
    for (const iss of [String(id), clientId]) {
      const answer = await site.api(await site.jwt({ iss }), 'GET /app');
      expect(answer).toMatchObject({ status: 200, body: { id, slug: 'plumb-line' } });
    }
    const installed = await site.api(await site.jwt(), 'GET /repos/acme/shop/installation');
    const expected = { id: site.installation.id, app_id: id, target_type: 'Organization' };
    expect(installed.body).toMatchObject(expected);
    expect((await site.api(await site.jwt(), 'GET /repos/acme/shop')).status).toBe(403);
  });

  it('is refused when it is too old, lives too long, is of another or signed by another', async () => {
    const site = await startSite();
    const now = Math.floor(Date.now() / 1000);
    const wrong = [
      await site.jwt({ exp: now - 60 }),
      await site.jwt({ exp: now + 700 }),
      await site.jwt({ iat: now + 200, exp: now + 210 }),
      await site.jwt({ iss: '7' }),
      await site.jwt({}, await otherKey(site)),
    ];
    for (const token of wrong) expect((await site.api(token, 'GET /app')).status).toBe(401);
  });

  it('is asked for where only an App may go', async () => {
    const site = await startSite();
    for (const token of [site.tokens.ada, await site.installationToken()]) {
      expect((await site.api(token, 'GET /app/installations')).status).toBe(401);
    }
    const unknown = await site.api('ghp_unknown', 'GET /user');
    expect(unknown).toMatchObject({ status: 401, body: { message: 'Bad credentials', status: '401' } });
  });
});

describe('a token of an installation', () => {
  it('may do what the App was given, and names what it lacks', async () => {
    const site = await startSite();
    const token = await site.installationToken();
    const read = await site.api(token, 'GET /repos/acme/shop/contents/README.md');
    expect(Buffer.from(read.body.content as string, 'base64').toString()).toBe('# Shop\n');
    const refused = await site.api(token, 'POST /repos/acme/shop/deployments', { ref: 'main' });
    expect(refused).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('deployments=write');
  });

  it('is narrowed to permissions, which it does not outgrow', async () => {
    const site = await startSite();
    const reader = await site.installationToken({ permissions: { contents: 'read' } });
    expect((await site.api(reader, 'GET /repos/acme/shop/commits')).status).toBe(200);
    expect((await site.api(reader, 'POST /repos/acme/shop/git/refs', NEW_REF)).status).toBe(403);
    expect((await site.api(reader, 'POST /repos/acme/shop/check-runs', CHECK)).status).toBe(403);
    const path = `POST /app/installations/${site.installation.id}/access_tokens`;
    const more = await site.api(await site.jwt(), path, { permissions: { pull_requests: 'write' } });
    expect(more.status).toBe(422);
  });

  it('is narrowed to repositories, beside which there are no others', async () => {
    const site = await startSite();
    await site.github.admin.createRepository({ owner: 'acme', name: 'books', private: true });
    const token = await site.installationToken({ repositories: ['shop'] });
    expect((await site.api(token, 'GET /repos/acme/shop')).status).toBe(200);
    expect((await site.api(token, 'GET /repos/acme/books')).status).toBe(404);
    const { body } = await site.api(token, 'GET /installation/repositories');
    expect(body).toMatchObject({ total_count: 1, repositories: [{ full_name: 'acme/shop' }] });
    const path = `POST /app/installations/${site.installation.id}/access_tokens`;
    expect((await site.api(await site.jwt(), path, { repositories: ['nothing'] })).status).toBe(422);
  });

  it('ends with the suspension of its installation', async () => {
    const site = await startSite();
    const token = await site.installationToken();
    site.installation.suspendedAt = site.github.world.now();
    expect((await site.api(token, 'GET /repos/acme/shop')).status).toBe(401);
    const path = `POST /app/installations/${site.installation.id}/access_tokens`;
    expect((await site.api(await site.jwt(), path)).status).toBe(403);
  });
});

describe('a person', () => {
  it('sees what the role allows, and no private repository without one', async () => {
    const site = await startSite();
    const { ada, grace, eve, mallory } = site.tokens;
    expect((await site.api(eve, 'GET /repos/acme/shop')).status).toBe(200);
    expect((await site.api(eve, 'POST /repos/acme/shop/git/refs', NEW_REF)).status).toBe(403);
    expect((await site.api(grace, 'POST /repos/acme/shop/git/refs', NEW_REF)).status).toBe(422);
    expect((await site.api(grace, 'GET /repos/acme/shop/branches/main')).status).toBe(200);
    const permission = 'GET /repos/acme/shop/collaborators/ada/permission';
    expect((await site.api(ada, permission)).body).toMatchObject({ permission: 'admin' });
    for (const token of [mallory, undefined])
      expect((await site.api(token, 'GET /repos/acme/shop')).status).toBe(404);
  });
});
