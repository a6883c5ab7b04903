import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const HOUR = 3_600_000;

describe('U59: the time at GitHub', () => {
  it('is on every answer, and need not be ours', async () => {
    const site = await startSite();
    site.github.clock.offset = -2 * HOUR;
    const folder = await site.clone(site.tokens.ada);
    await site.git(folder, 'push', '--quiet', 'origin', 'feature');
    const answers = [
      await site.api(site.tokens.ada, 'GET /repos/acme/shop'),
      await site.api(site.tokens.ada, 'GET /repos/acme/nothing'),
      await site.api('ghp_wrong', 'GET /user'),
      await site.api(site.tokens.ada, 'GET /repos/acme/shop/activity'),
    ];
    for (const { headers } of answers) {
      const ahead = Date.now() - Date.parse(headers.get('date') ?? '');
      expect(Math.round(ahead / HOUR)).toBe(2);
    }
    const latest = answers.at(-1)?.body[0] as { timestamp: string } | undefined;
    expect(Math.round((Date.now() - Date.parse(latest?.timestamp ?? '')) / HOUR)).toBe(2);
  });

  it('decides whether a JWT is too old or too new, in words by which clients find their error', async () => {
    const site = await startSite();
    site.github.clock.offset = HOUR;
    const old = await site.api(await site.jwt(), 'GET /app');
    expect(old).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining("'Expiration time' claim ('exp') must be") as string },
    });
    site.github.clock.offset = -HOUR;
    const now = Math.floor((Date.now() - HOUR) / 1000);
    const early = await site.jwt({ iat: now + 60, exp: now + 120 });
    expect((await site.api(early, 'GET /app')).body.message).toContain("'Issued at' claim ('iat')");
    const right = await site.jwt({ iat: now - 10, exp: now + 120 });
    expect((await site.api(right, 'GET /app')).status).toBe(200);
  });
});
