import { afterEach, describe, expect, it } from 'vitest';
import { type Scripted, json, scripted } from '../http-server.ts';

const type = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
  verbs: [],
};
const options = { namespace: 'shop', resourceVersion: '5', lifetime: 60_000, silence: 60_000 };
const open = (_request: unknown, response: { writeHead: (status: number) => { flushHeaders: () => void } }) =>
  response.writeHead(200).flushHeaders();

let server: Scripted;
afterEach(() => server.close());

describe('a watch', () => {
  it('takes no connection from the requests, however many there are', async () => {
    const watches = Array.from({ length: 40 }, () => open);
    server = await scripted([...watches, json(200, { kind: 'Deployment' })]);
    await Promise.all(watches.map(() => server.client.watch(type, options)));
    const object = await server.client.read(type, { namespace: 'shop', name: 'web' });
    expect(object).toEqual({ kind: 'Deployment' });
  });

  it('ends at once when the signal aborts, with its reason', async () => {
    server = await scripted([open]);
    const stop = new AbortController();
    const events = await server.client.watch(type, { ...options, signal: stop.signal });
    const read = Array.fromAsync(events);
    stop.abort(new Error('enough'));
    await expect(read).rejects.toThrow('enough');
  });

  it('ends when the client is closed', async () => {
    server = await scripted([open]);
    const read = Array.fromAsync(await server.client.watch(type, options));
    await server.client.close();
    await expect(read).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('that is refused says what to grant', async () => {
    server = await scripted([json(403, { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' })]);
    await expect(server.client.watch(type, options)).rejects.toMatchObject({
      code: 'forbidden',
      message:
        'watch of deployments.apps in shop: watch refused (Forbidden): no. ' +
        'Grant watch on deployments.apps to the account, or settle what the policy objects to.',
    });
  });

  it('is not taken for one when the server redirects', async () => {
    server = await scripted([json(302, {}, { location: 'https://elsewhere.example' })]);
    await expect(server.client.watch(type, options)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('it redirects (HTTP 302)') as string,
    });
  });
});
