import { describe, expect, it } from 'vitest';
import { type Site, startSite } from './site.ts';

const REPOSITORY = 'GET /repos/acme/shop';
const BRANCHES = 'GET /repos/acme/shop/branches';

async function branch({ github, repository }: Site, name: string): Promise<void> {
  const after = (await github.world.git(repository).resolve('refs/heads/main')) ?? '';
  await github.world.moveRef({
    repository,
    ref: `refs/heads/${name}`,
    after,
    actor: repository.owner,
    by: 'api',
  });
}

function refs(site: Site): readonly string[] {
  return site.receiver.received.map(({ payload }) => (payload.ref as string).replace('refs/heads/', ''));
}

describe('requests that fail on demand', () => {
  it('are the next so many that match, and no others', async () => {
    const { api, tokens, github } = await startSite();
    github.faults.failRequests(2, { kind: 'status', status: 502 }, { method: 'GET', path: '/branches' });
    expect((await api(tokens.ada, REPOSITORY)).status).toBe(200);
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await api(tokens.ada, BRANCHES)).status);
    expect(statuses).toEqual([502, 502, 200]);
  });

  it('say that the secondary limit was exceeded, and when to come back', async () => {
    const { api, tokens, github } = await startSite();
    github.faults.failRequests(1, { kind: 'secondary-limit', retryAfter: 7 });
    const answer = await api(tokens.ada, REPOSITORY);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.body.message).toContain('secondary rate limit');
    expect((await api(tokens.ada, REPOSITORY)).status).toBe(200);
  });

  it('are told what was true before, in the form that they want', async () => {
    const site = await startSite();
    const { api, tokens, github } = site;
    const count = async (accept = '') => {
      const { body } = await api(tokens.ada, 'GET /repos/acme/shop/commits/main', undefined, { accept });
      return body as unknown;
    };
    const before = await api(tokens.ada, BRANCHES);
    await branch(site, 'x');
    github.faults.failRequests(1, { kind: 'stale' }, { path: '/branches' });
    expect((await api(tokens.ada, BRANCHES)).body).toEqual(before.body);
    expect((await api(tokens.ada, BRANCHES)).body).toHaveLength(2);

    const json = await count();
    const diff = await count('application/vnd.github.diff');
    github.faults.failRequests(1, { kind: 'stale' });
    expect(await count()).toEqual(json);
    expect(diff).toMatch(/^diff /);
  });

  it('end when they are cleared', async () => {
    const { api, tokens, github } = await startSite();
    github.faults.failRequests(5, { kind: 'status', status: 500 });
    github.faults.clear();
    expect((await api(tokens.ada, REPOSITORY)).status).toBe(200);
  });
});

describe('the hourly limit', () => {
  it('refuses each caller for itself once it is used up', async () => {
    const { api, tokens, github } = await startSite();
    const first = await api(tokens.ada, REPOSITORY);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('4999');
    github.rateLimits.set('user ada', 1);
    expect((await api(tokens.ada, REPOSITORY)).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await api(tokens.ada, REPOSITORY);
    expect(refused.status).toBe(403);
    expect(refused.body.message).toContain('API rate limit exceeded');
    expect(Number(refused.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
    expect((await api(tokens.eve, REPOSITORY)).status).toBe(200);
  });
});

describe('webhooks that fail on demand', () => {
  it('are dropped: the App hears nothing, GitHub knows', async () => {
    const site = await startSite({ events: ['push'] });
    site.github.faults.dropDeliveries(1, 'push');
    await branch(site, 'lost');
    await branch(site, 'heard');
    await site.github.settled();
    expect(refs(site)).toEqual(['heard']);
    const recorded = site.github.world.deliveries.map(({ statusCode }) => statusCode);
    expect(new Set(recorded)).toEqual(new Set([0, 202]));
  });

  it('come twice, with the same number', async () => {
    const site = await startSite({ events: ['push'] });
    site.github.faults.duplicateDeliveries(1);
    await branch(site, 'x');
    await site.github.settled();
    const ids = site.receiver.received.map(({ headers }) => headers['x-github-delivery']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('come in the opposite order', async () => {
    const site = await startSite({ events: ['push'] });
    site.github.faults.reorderDeliveries(3, 'push');
    for (const name of ['a', 'b', 'c', 'd']) await branch(site, name);
    await site.github.settled();
    expect(refs(site)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('come late, after what happened later', async () => {
    const site = await startSite({ events: ['push'] });
    site.github.faults.delayDeliveries(1, 300, 'push');
    await branch(site, 'late');
    await branch(site, 'soon');
    await site.github.settled();
    expect(refs(site)).toEqual(['soon', 'late']);
  });

  it('that wait for others are sent when the faults are cleared', async () => {
    const site = await startSite({ events: ['push'] });
    site.github.faults.reorderDeliveries(5);
    await branch(site, 'x');
    await site.github.settled();
    expect(refs(site)).toEqual([]);
    site.github.faults.clear();
    await site.github.settled();
    expect(refs(site)).toEqual(['x']);
  });

  it('do not keep the server from stopping', async () => {
    const site = await startSite({ events: ['push'] });
    const asked = Promise.withResolvers<void>();
    site.receiver.answer = () => asked.resolve();
    site.github.faults.delayDeliveries(1, 600_000);
    await branch(site, 'late');
    await branch(site, 'unanswered');
    await asked.promise;
    // The late one is due in ten minutes: longer than a test may take.
    await expect(site.github.stop()).resolves.toBeUndefined();
  });
});
