import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const SHOP = '/repos/acme/shop';

describe('U59: a repository', () => {
  it('leads from its old name to its new one: the API by its number, Git by the name', async () => {
    const site = await startSite({ events: ['repository'] });
    const { api, tokens, repository } = site;
    const folder = await site.clone(tokens.ada);
    expect((await api(tokens.grace, `PATCH ${SHOP}`, { name: 'store' })).status).toBe(403);
    expect((await api(tokens.ada, `PATCH ${SHOP}`, { name: 'store' })).body.full_name).toBe('acme/store');
    const asked = await fetch(`${site.github.apiUrl}${SHOP}/branches?per_page=1`, {
      headers: { authorization: `Bearer ${tokens.ada}` },
      redirect: 'manual',
    });
    const numbered = `${site.github.apiUrl}/repositories/${repository.id}/branches?per_page=1`;
    expect([asked.status, asked.headers.get('location')]).toEqual([301, numbered]);
    expect((await api(tokens.ada, `GET ${SHOP}/branches`)).body).toMatchObject([{ name: 'main' }]);
    const body = { title: 'Still there' };
    expect((await api(tokens.ada, `POST ${SHOP}/issues`, body)).status).toBe(201);
    expect((await api(await site.installationToken(), `GET ${SHOP}`)).body.full_name).toBe('acme/store');
    expect((await site.git(folder, 'push', 'origin', 'feature')).stderr).toContain('feature -> feature');

    await site.github.admin.createRepository({ owner: 'acme', name: 'shop', private: true });
    expect((await api(tokens.ada, `GET ${SHOP}`)).body.id).not.toBe(repository.id);
    await site.github.settled();
    expect(site.receiver.received[0]?.payload).toMatchObject({
      action: 'renamed',
      changes: { repository: { name: { from: 'shop' } } },
      repository: { full_name: 'acme/store' },
    });
  });

  it('that is given away is out of reach of Apps that are not installed there', async () => {
    const site = await startSite({ events: ['repository'] });
    const token = await site.installationToken();
    const given = await site.api(site.tokens.ada, `POST ${SHOP}/transfer`, { new_owner: 'mallory' });
    expect(given.status).toBe(202);
    expect((await site.api(token, `GET ${SHOP}`)).status).toBe(404);
    expect((await site.api(site.tokens.mallory, `GET ${SHOP}`)).body.full_name).toBe('mallory/shop');
  });

  it('that is archived is read, and not written: by nobody, in no way', async () => {
    const site = await startSite({
      permissions: { metadata: 'read', contents: 'write' },
      events: ['repository'],
    });
    const { api, tokens } = site;
    const folder = await site.clone(tokens.ada);
    await api(tokens.ada, `PATCH ${SHOP}`, { archived: true });
    const app = await site.installationToken();
    const ref = { ref: 'refs/heads/new', sha: await site.github.world.git(site.repository).resolve('main') };
    for (const token of [tokens.ada, app]) {
      const { status, body } = await api(token, `POST ${SHOP}/git/refs`, ref);
      expect([status, body.message]).toEqual([403, 'Repository was archived so is read-only.']);
    }
    expect((await api(app, `GET ${SHOP}`)).body.archived).toBe(true);
    expect((await site.git(folder, 'push', 'origin', 'feature')).code).not.toBe(0);
    await api(tokens.ada, `PATCH ${SHOP}`, { archived: false });
    expect((await site.git(folder, 'push', 'origin', 'feature')).code).toBe(0);
    await site.github.settled();
    expect(site.receiver.received.map(({ payload }) => payload.action)).toEqual(['archived', 'unarchived']);
  });

  it('changes its default branch, and says which it was', async () => {
    const site = await startSite({ events: ['repository'] });
    const { api, tokens } = site;
    expect((await api(tokens.ada, `PATCH ${SHOP}`, { default_branch: 'trunk' })).status).toBe(422);
    const sha = await site.github.world.git(site.repository).resolve('main');
    await api(tokens.ada, `POST ${SHOP}/git/refs`, { ref: 'refs/heads/trunk', sha });
    expect((await api(tokens.ada, `PATCH ${SHOP}`, { default_branch: 'trunk' })).body.default_branch).toBe(
      'trunk',
    );
    await site.github.settled();
    expect(site.receiver.received.at(-1)?.payload).toMatchObject({
      action: 'edited',
      changes: { default_branch: { from: 'main' } },
    });
  });
});
