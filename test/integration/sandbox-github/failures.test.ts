import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const REPOSITORY = 'GET /repos/acme/shop';

describe('U59: failures in GitHub’s own words', () => {
  it.each([
    [401, 'Bad credentials'],
    [403, 'Resource not accessible by integration'],
    [404, 'Not Found'],
    [422, 'Validation Failed'],
    [503, 'No server is currently available to service your request'],
  ])('%i: %s', async (status, message) => {
    const { api, tokens, github } = await startSite();
    github.faults.failRequests(1, { kind: 'status', status });
    const { status: answered, body } = await api(tokens.ada, REPOSITORY);
    expect([answered, body.message]).toEqual([status, expect.stringContaining(message)]);
    expect('documentation_url' in body).toBe(status < 500);
  });

  it('502: a page for people', async () => {
    const { api, tokens, github } = await startSite();
    github.faults.failRequests(Infinity, { kind: 'status', status: 502 }, { path: '/repos/acme/shop' });
    for (let time = 0; time < 3; time += 1) {
      const { status, headers, body } = await api(tokens.ada, REPOSITORY);
      expect([status, headers.get('content-type'), body]).toEqual([
        502,
        'text/html',
        expect.stringContaining('Unicorn!'),
      ]);
    }
    github.faults.clear();
    expect((await api(tokens.ada, REPOSITORY)).status).toBe(200);
  });

  it.each([403, 429] as const)('%i: too fast', async (status) => {
    const { api, tokens, github } = await startSite();
    github.faults.failRequests(1, { kind: 'secondary-limit', retryAfter: 3, status });
    const answer = await api(tokens.ada, REPOSITORY);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '3']);
    expect(answer.body.message).toContain('You have exceeded a secondary rate limit');
  });

  it('an answer that is lost: what was asked for is done', async () => {
    const { api, tokens, github, repository } = await startSite();
    github.faults.failRequests(1, { kind: 'lost' }, { method: 'POST', path: '/issues' });
    const lost = await api(tokens.ada, 'POST /repos/acme/shop/issues', { title: 'Once' });
    expect([lost.status, repository.issues.size]).toEqual([502, 1]);
  });
});
