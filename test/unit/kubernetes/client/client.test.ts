import { afterEach, describe, expect, it } from 'vitest';
import { version } from '../../../../src/version.ts';
import { type Scripted, cut, json, scripted } from '../http-server.ts';

const type = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  verbs: [],
};
const id = { namespace: 'shop', name: 'settings' };
const path = '/prefix/api/v1/namespaces/shop/configmaps/settings';
const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
const busy = (seconds: string) =>
  json(429, { kind: 'Status', reason: 'TooManyRequests' }, { 'retry-after': seconds });

let server: Scripted;
afterEach(() => server.close());

describe('asking again', () => {
  it('J2: waits as long as a busy server asks for', async () => {
    server = await scripted([busy('1'), busy('3'), json(200, object)]);
    expect(await server.client.read(type, id)).toEqual(object);
    expect(server.waited).toEqual([1000, 3000]);
  });

  it('gives up in the end, and says so', async () => {
    server = await scripted(Array.from({ length: 9 }, () => busy('0')));
    await expect(server.client.read(type, id)).rejects.toMatchObject({ code: 'throttled', retryable: true });
    expect(server.requests).toHaveLength(5);
  });

  it('repeats a read whose connection was cut', async () => {
    server = await scripted([cut, json(200, object)]);
    expect(await server.client.read(type, id)).toEqual(object);
    expect(server.waited).toEqual([100]);
  });

  it('repeats an apply, which says all that it wants', async () => {
    server = await scripted([busy('1'), cut, json(200, object)]);
    await server.client.apply(type, id, object, { dryRun: true });
    const query = 'fieldManager=plumbline&fieldValidation=Ignore&force=false&dryRun=All';
    expect(server.asked).toEqual(Array.from({ length: 3 }, () => `PATCH ${path}?${query}`));
  });

  it('does not repeat what might be done twice', async () => {
    server = await scripted([cut, busy('1'), busy('1')]);
    const patch = () => server.client.patch(type, id, 'application/json-patch+json', []);
    await expect(patch()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    await expect(patch()).rejects.toMatchObject({ code: 'throttled' });
    await expect(server.client.remove(type, id)).rejects.toMatchObject({ code: 'throttled' });
    expect(server.requests).toHaveLength(3);
  });

  it('does not repeat a request whose token is refused when there is no other token', async () => {
    server = await scripted([json(401, { kind: 'Status', reason: 'Unauthorized' })]);
    await expect(server.client.read(type, id)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer that is none', () => {
  it('is not taken for one when its end is missing', async () => {
    const truncated = json(200, object, { 'content-length': '10000' });
    server = await scripted(
      Array.from({ length: 9 }, () => (request, response) => {
        truncated(request, response);
        setImmediate(() => request.socket.destroy());
      }),
    );
    await expect(server.client.read(type, id)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    ['a page', 'text/html', '<html>log in</html>'],
    ['broken JSON', 'application/json', '{"kind": "Conf'],
    ['another JSON value', 'application/json', '[]'],
  ])('is not taken for one when it is %s', async (_what, contentType, text) => {
    server = await scripted([
      (_request, response) => response.writeHead(200, { 'content-type': contentType }).end(text),
    ]);
    await expect(server.client.read(type, id)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('does not answer as a Kubernetes API server does') as string,
    });
  });

  it('is not followed elsewhere, with the token', async () => {
    server = await scripted([
      (_request, response) => response.writeHead(302, { location: 'http://evil.example' }).end(),
    ]);
    await expect(server.client.read(type, id)).rejects.toThrow('it redirects (HTTP 302)');
  });

  it('is not waited for without end', async () => {
    server = await scripted([() => {}], 20);
    await expect(server.client.read(type, id)).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('/prefix did not answer in time') as string,
    });
  });
});

describe('what is sent', () => {
  it('names us, proves who we are, and leaves out what is not set', async () => {
    server = await scripted([json(200, { items: [], metadata: {} })]);
    await server.client.list(type, { namespace: 'shop' });
    expect(server.asked).toEqual(['GET /prefix/api/v1/namespaces/shop/configmaps?limit=500']);
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': `plumbline/${version}`,
      authorization: 'Bearer the-token',
      accept: 'application/json',
    });
  });

  it('stops when it is told to, and is not repeated then', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    server = await scripted([() => controller.abort(reason)]);
    await expect(server.client.read(type, id, { signal: controller.signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('stops when it is told to while it waits for a free connection, and is never sent', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const silent = Array.from({ length: 15 }, () => () => {});
    server = await scripted([...silent, () => controller.abort(reason)]);
    const { signal } = controller;
    const reads = Array.from({ length: 20 }, () => server.client.read(type, id, { signal }));
    const outcomes = await Promise.allSettled(reads);
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => ({ status: 'rejected', reason })));
    await expect(server.client.read(type, id)).rejects.toThrow('HTTP 500');
    expect(server.requests).toHaveLength(17);
  });
});
