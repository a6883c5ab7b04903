import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../../src/log.ts';
import type { Delivery } from '../../../src/ports/deliveries.ts';
import { type FrontOptions, listenForWebhooks } from '../../../src/web/front.ts';
import { createMetrics } from '../../../src/web/metrics.ts';
import { requireSecret } from '../../../src/web/secret.ts';

const SECRET = 'a-secret-of-32-characters-or-more';
const OLD = 'the-secret-that-was-there-before-it';
const BODY = '{"action":"opened","number":1}';

const sign = (body: string | Uint8Array, secret = SECRET, algorithm = 'sha256') =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

interface Front {
  readonly url: string;
  readonly accepted: Delivery[];
  readonly outcomes: string[];
  deliver(body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

async function start(over: Partial<FrontOptions> = {}): Promise<Front> {
  const accepted: Delivery[] = [];
  const outcomes: string[] = [];
  const front = await listenForWebhooks(
    {
      secrets: [SECRET, OLD],
      accept: async (delivery) => {
        const isNew = accepted.every(({ id }) => id !== delivery.id);
        accepted.push(delivery);
        return isNew;
      },
      ready: async () => undefined,
      now: () => 5,
      log: createLog('silent'),
      observe: (_event, outcome) => void outcomes.push(outcome),
      ...over,
    },
    0,
    '127.0.0.1',
  );
  onTestFinished(() => front.close());
  const url = `http://127.0.0.1:${front.port}`;
  return {
    url,
    accepted,
    outcomes,
    deliver: (body, headers = {}) =>
      fetch(`${url}/webhooks`, {
        method: 'POST',
        body: typeof body === 'string' ? body : Buffer.from(body),
        headers: {
          'x-github-event': 'pull_request',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': sign(body),
          ...headers,
        },
      }),
  };
}

describe('the secret of the webhook', () => {
  it.each(['', 'short', 'development', 'fifteen-letters'])('S1: %j is refused at the start', (secret) => {
    expect(() => requireSecret(secret)).toThrow(/PLUMBLINE_WEBHOOK_SECRET.*openssl rand/);
  });

  it('S1: what is signed with the default of a library is refused', async () => {
    const front = await start();
    const signature = sign(BODY, 'development');
    expect((await front.deliver(BODY, { 'x-hub-signature-256': signature })).status).toBe(400);
  });
});

describe('a delivery', () => {
  it('is stored before it is answered with 202', async () => {
    const front = await start();
    const id = randomUUID();
    expect((await front.deliver(BODY, { 'x-github-delivery': id })).status).toBe(202);
    expect(front.accepted).toEqual([{ id, event: 'pull_request', payload: BODY, receivedAt: 5 }]);
  });

  it('S2: is taken with the secret that was there before, for as long as it is named', async () => {
    const front = await start();
    expect((await front.deliver(BODY, { 'x-hub-signature-256': sign(BODY, OLD) })).status).toBe(202);
  });

  it.each([
    ['no signature', { 'x-hub-signature-256': '' }],
    ['a wrong one', { 'x-hub-signature-256': sign(BODY, 'another-secret-of-32-characters') }],
    ['one of SHA-1', { 'x-hub-signature-256': '', 'x-hub-signature': sign(BODY, SECRET, 'sha1') }],
    [
      'one of the JSON written anew',
      { 'x-hub-signature-256': sign(JSON.stringify(JSON.parse(BODY), null, 1)) },
    ],
    ['half of one', { 'x-hub-signature-256': sign(BODY).slice(0, 39) }],
  ])('S2: with %s is refused, and not stored', async (_what, headers) => {
    const front = await start();
    expect((await front.deliver(BODY, headers)).status).toBe(400);
    expect([front.accepted, front.outcomes]).toEqual([[], ['unsigned']]);
  });

  it('S3: that is longer than 25 MB is refused by its length, and an endless one is cut', async () => {
    const front = await start();
    const long = await front.deliver('x'.repeat(26 * 1024 * 1024)).catch((error: unknown) => error);
    if (long instanceof Response) expect(long.status).toBe(413);
    const before = process.memoryUsage().rss;
    const sent = await endless(`${front.url}/webhooks`);
    expect(sent.status).toBe(413);
    expect(sent.bytes).toBeLessThan(200 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    expect((await front.deliver(BODY)).status).toBe(202);
  }, 60_000);

  it.each([
    ['no JSON', 'no JSON', {}],
    ['JSON that is no object', '[1]', {}],
    ['null', 'null', {}],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), {}],
    ['no event', BODY, { 'x-github-event': '' }],
    ['an event that is none', BODY, { 'x-github-event': 'Pull Request!' }],
    ['no number', BODY, { 'x-github-delivery': '' }],
    ['a number that is a path', BODY, { 'x-github-delivery': '../../etc' }],
  ])('S4: with %s is refused, and the server goes on', async (_what, body, headers) => {
    const front = await start();
    expect((await front.deliver(body, headers)).status).toBe(400);
    expect(front.accepted).toEqual([]);
    expect((await front.deliver(BODY)).status).toBe(202);
  });

  it('S5: that comes again is answered with 202, and known', async () => {
    const front = await start();
    const headers = { 'x-github-delivery': randomUUID() };
    expect((await front.deliver(BODY, headers)).status).toBe(202);
    expect((await front.deliver(BODY, headers)).status).toBe(202);
    expect(front.outcomes).toEqual(['accepted', 'known']);
  });

  it('R2: that could not be stored is not taken: GitHub is told to send it again', async () => {
    const front = await start({ accept: () => Promise.reject(new Error('the disk is full')) });
    const answer = await front.deliver(BODY);
    expect([answer.status, await answer.text()]).toEqual([503, 'It could not be stored. Send it again.\n']);
  });
});

describe('what else is asked', () => {
  it('is answered: whether we live, whether we can work, and nothing else', async () => {
    const front = await start();
    const ask = async (path: string, method = 'GET') => (await fetch(front.url + path, { method })).status;
    expect([
      await ask('/healthz'),
      await ask('/readyz'),
      await ask('/metrics'),
      await ask('/webhooks'),
    ]).toEqual([200, 200, 404, 405]);
    expect(await ask('/healthz', 'POST')).toBe(404);
  });

  it('we are not ready while the database does not answer, and say no more than that', async () => {
    const front = await start({ ready: () => Promise.reject(new Error('password=hunter2')) });
    const answer = await fetch(`${front.url}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([503, 'not ready\n']);
  });
});

it('a port that is taken is named', async () => {
  const front = await start();
  const options = { secrets: [SECRET], accept: async () => true, ready: async () => undefined, now: () => 5 };
  const taken = Number(new URL(front.url).port);
  const second = listenForWebhooks(
    { ...options, log: createLog('silent'), observe: () => undefined },
    taken,
    '127.0.0.1',
  );
  await expect(second).rejects.toThrow(`127.0.0.1:${taken}: it cannot be listened on (EADDRINUSE)`);
});

describe('metrics', () => {
  it('are on a port of their own, in the format of Prometheus, without names that somebody made up', async () => {
    const metrics = createMetrics();
    metrics.delivery('push', 'accepted');
    metrics.delivery('made-up-by-a-stranger', 'malformed');
    const target = { repository: 'acme/shop', environment: 'production', target: 'production/shop' };
    metrics.drift(target, 3);
    metrics.drift(target, undefined);
    const inside = await metrics.listen(createLog('silent'), 0, '127.0.0.1');
    onTestFinished(() => inside.close());
    const answer = await fetch(`http://127.0.0.1:${inside.port}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('plumbline_deliveries_total{event="push",outcome="accepted"} 1');
    expect(text).toContain('plumbline_deliveries_total{event="other",outcome="malformed"} 1');
    // It cannot be told any more: what was counted last stays, and says so.
    expect(text).toMatch(/plumbline_drifted_objects\{[^}]*\} 3/);
    expect(text).toMatch(/plumbline_drift_unknown\{[^}]*\} 1/);
    expect((await fetch(`http://127.0.0.1:${inside.port}/`)).status).toBe(404);
    metrics.forget(target);
    expect(await (await fetch(`http://127.0.0.1:${inside.port}/metrics`)).text()).not.toContain('acme/shop');
  });
});

/** Sends without an end, and without a length. @returns the answer, and how much was taken until then */
function endless(url: string): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const sending = request(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
    sending.once('response', (response) => resolve({ status: response.statusCode ?? 0, bytes }));
    sending.on('error', (error: NodeJS.ErrnoException) => {
      // After the answer the server hangs up, which is all right.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    const send = () => {
      if (sending.destroyed || sending.writableEnded) return;
      bytes += chunk.length;
      sending.write(chunk, () => setImmediate(send));
    };
    send();
  });
}
