import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const SHOP = 'GET /repos/acme/shop';

describe('U59: an installation', () => {
  it('is told of from its beginning to its end, and its tokens end with it', async () => {
    const site = await startSite({ events: [] });
    const { admin } = site.github;
    const books = await admin.createRepository({ owner: 'acme', name: 'books', private: true });
    const selected = await admin.install(site.app.app, site.repository.owner, {
      repositories: ['acme/books'],
    });
    admin.addRepositories(selected, [site.repository]);
    admin.removeRepositories(selected, [books]);
    admin.suspend(site.installation);
    expect((await site.api(await site.jwt(), SHOP + '/installation')).status).toBe(200);
    admin.unsuspend(site.installation);
    const token = await site.installationToken();
    admin.uninstall(site.installation);
    expect((await site.api(token, SHOP)).status).toBe(401);
    const gone = `POST /app/installations/${site.installation.id}/access_tokens`;
    expect((await site.api(await site.jwt(), gone)).status).toBe(404);

    await site.github.settled();
    const told = site.receiver.received.map(({ event, payload }) => `${event}.${payload.action}`);
    expect(told).toEqual([
      'installation.created',
      'installation_repositories.added',
      'installation_repositories.removed',
      'installation.suspend',
      'installation.unsuspend',
      'installation.deleted',
    ]);
    expect(site.receiver.received[1]?.payload).toMatchObject({
      repositories_added: [{ full_name: 'acme/shop' }],
      repositories_removed: [],
    });
  });

  it('may do only what its owner accepted, and it is said what is missing', async () => {
    const site = await startSite();
    const { admin } = site.github;
    admin.requestPermissions(site.app.app, { ...site.app.app.permissions, checks: 'write' }, ['push']);
    const body = { name: 'plan', head_sha: '0'.repeat(40) };
    const before = await site.api(await site.installationToken(), 'POST /repos/acme/shop/check-runs', body);
    expect([before.status, before.body.message]).toEqual([403, 'Resource not accessible by integration']);
    expect(before.headers.get('x-accepted-github-permissions')).toBe('checks=write');
    admin.acceptPermissions(site.installation);
    const after = await site.api(await site.installationToken(), 'POST /repos/acme/shop/check-runs', body);
    expect(after.status).toBe(422);
    await site.github.settled();
    const last = site.receiver.received.at(-1)?.payload;
    expect([last.action, last.installation.permissions.checks]).toEqual([
      'new_permissions_accepted',
      'write',
    ]);
  });
});
