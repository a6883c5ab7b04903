import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const SHOP = '/repos/acme/shop';

describe('U59: a locked conversation', () => {
  it('is closed to readers and to Apps, until it is unlocked', async () => {
    const site = await startSite({ permissions: { issues: 'write' }, events: ['issues', 'issue_comment'] });
    const { api, tokens } = site;
    const app = await site.installationToken();
    await api(tokens.ada, `POST ${SHOP}/issues`, { title: 'It is slow' });
    const at = `${SHOP}/issues/1`;
    const own = (await api(app, `POST ${at}/comments`, { body: 'How slow?' })).body.id as number;

    expect((await api(tokens.eve, `PUT ${at}/lock`)).status).toBe(403);
    expect((await api(tokens.grace, `PUT ${at}/lock`, { lock_reason: 'too heated' })).status).toBe(204);
    expect((await api(tokens.ada, `GET ${at}`)).body).toMatchObject({
      locked: true,
      active_lock_reason: 'too heated',
    });
    const refused = [
      await api(app, `POST ${at}/comments`, { body: 'No.' }),
      await api(app, `PATCH ${SHOP}/issues/comments/${own}`, { body: 'No.' }),
      await api(app, `POST ${SHOP}/issues/comments/${own}/reactions`, { content: 'eyes' }),
      await api(tokens.eve, `POST ${at}/comments`, { body: 'No.' }),
    ];
    for (const { status, body } of refused)
      expect([status, body.message]).toEqual([403, 'Unable to create comment because issue is locked.']);
    expect((await api(tokens.grace, `POST ${at}/comments`, { body: 'Yes.' })).status).toBe(201);

    expect((await api(tokens.grace, `DELETE ${at}/lock`)).status).toBe(204);
    expect((await api(app, `POST ${at}/comments`, { body: 'Yes.' })).status).toBe(201);
    await site.github.settled();
    const told = site.receiver.received.map(({ event, payload }) => `${event}.${payload.action}`);
    expect(told.filter((name) => name.includes('locked'))).toEqual(['issues.locked', 'issues.unlocked']);
  });
});
