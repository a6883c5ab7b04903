import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { listenForWebhooks } from '../../../src/web/front.ts';
import { requireSecret } from '../../../src/web/secret.ts';
import { until } from '../../support/loop.ts';
import { COULD_BE } from './raw.ts';
import { BODY, OLD, SECRET, sign, startFront } from './start-front.ts';

describe('the secret of the webhook', () => {
  it.each(['', 'short', 'development', 'fifteen-letters'])('S1: %j is refused at the start', (secret) => {
    expect(() => requireSecret(secret)).toThrow(/PLUMBLINE_WEBHOOK_SECRET.*openssl rand/);
  });

  it('S1: what is signed with the default of a library is refused', async () => {
    const front = await startFront();
    const signature = sign(BODY, 'development');
    expect((await front.deliver(BODY, { 'x-hub-signature-256': signature })).status).toBe(400);
  });
});

describe('a delivery', () => {
  it('is stored before it is answered with 202', async () => {
    const front = await startFront();
    const id = randomUUID();
    expect((await front.deliver(BODY, { 'x-github-delivery': id })).status).toBe(202);
    expect(front.accepted).toEqual([{ id, event: 'pull_request', payload: BODY, receivedAt: 5 }]);
  });

  it('leaves the connection open for longer than any load balancer would send another one on it', async () => {
    const front = await startFront();
    const { headers } = await front.deliver(BODY);
    expect(headers.get('keep-alive')).toBe('timeout=620');
  });

  it('that is being stored is answered, and then nothing keeps the server from its end', async () => {
    const stored = Promise.withResolvers<boolean>();
    const front = await startFront({ accept: () => stored.promise });
    const delivering = front.deliver(BODY);
    await until('it is being stored', async () => front.accepting() === 1);
    const closing = front.close();
    stored.resolve(true);
    expect((await delivering).status).toBe(202);
    await closing;
    await expect(front.deliver(BODY)).rejects.toThrow('fetch failed');
  });

  it('U58: is taken whatever GitHub calls its event', async () => {
    const { schemas } = await import('@octokit/openapi-webhooks');
    const described = schemas['api.github.com'].webhooks as object;
    const nameOf = (each: { post: { 'x-github': { subcategory: string } } }) =>
      each.post['x-github'].subcategory.replaceAll('-', '_');
    const events = new Set(Object.values(described).map(nameOf));
    expect(events).toContain('projects_v2_item');
    const front = await startFront();
    for (const event of events)
      expect([event, (await front.deliver(BODY, { 'x-github-event': event })).status]).toEqual([event, 202]);
    expect(front.accepted.map(({ event }) => event)).toEqual([...events]);
  });

  it.each(['', 'Push', 'push!', '_push', '9', 'a b', 'x'.repeat(200)])(
    'U58: with %j, which is no name of an event, is malformed',
    async (event) => {
      const front = await startFront();
      expect((await front.deliver(BODY, { 'x-github-event': event })).status).toBe(400);
      expect([front.accepted, front.outcomes]).toEqual([[], ['malformed']]);
    },
  );

  it('S2: is taken with the secret that was there before, for as long as it is named', async () => {
    const front = await startFront();
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
    const front = await startFront();
    expect((await front.deliver(BODY, headers)).status).toBe(400);
    expect([front.accepted, front.outcomes]).toEqual([[], ['unsigned']]);
  });

  it('S3: that is longer than 25 MB is refused, and the server goes on', async () => {
    const front = await startFront();
    expect((await front.deliver('x'.repeat(30 * 1024 * 1024))).status).toBe(413);
    expect(front.outcomes).toEqual(['too-large']);
    expect((await front.deliver(BODY)).status).toBe(202);
  });

  it('S3: that is as long as GitHub may send is taken', async () => {
    const front = await startFront();
    const body = JSON.stringify({ text: 'x'.repeat(25 * 1024 * 1024 - 11) });
    expect(body).toHaveLength(25 * 1024 * 1024);
    expect((await front.deliver(body)).status).toBe(202);
    expect((await front.deliver(`${body} `)).status).toBe(413);
  });

  it('S3: that has no end is cut, and not kept', async () => {
    const front = await startFront();
    const before = process.memoryUsage().rss;
    const sent = await endless(`${front.url}/webhooks`);
    expect(sent.status).toBe(413);
    expect(sent.bytes).toBeLessThan(200 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    expect((await front.deliver(BODY)).status).toBe(202);
  });

  it('S4: that is cut off in the middle harms nobody', async () => {
    const front = await startFront();
    const headers = { 'content-length': 1000, ...COULD_BE };
    const sending = request(`${front.url}/webhooks`, { method: 'POST', headers });
    sending.on('error', () => undefined);
    await new Promise<void>((resolve) => sending.write('{', () => resolve()));
    sending.destroy();
    expect((await front.deliver(BODY)).status).toBe(202);
    expect(front.accepted).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'no JSON', {}],
    ['JSON that is no object', '[1]', {}],
    ['null', 'null', {}],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), {}],
    ['no event', BODY, { 'x-github-event': '' }],
    ['an event that is none', BODY, { 'x-github-event': 'Pull Request!' }],
    ['nothing', '', {}],
    ['an object that is not closed', '{"a":', {}],
    ['no number', BODY, { 'x-github-delivery': '' }],
    ['a number that is a path', BODY, { 'x-github-delivery': '../../etc' }],
  ])('S4: with %s is refused, and the server goes on', async (_what, body, headers) => {
    const front = await startFront();
    expect((await front.deliver(body, headers)).status).toBe(400);
    expect(front.accepted).toEqual([]);
    expect((await front.deliver(BODY)).status).toBe(202);
  });

  it('S5: that comes again is answered with 202, and known', async () => {
    const front = await startFront();
    const headers = { 'x-github-delivery': randomUUID() };
    expect((await front.deliver(BODY, headers)).status).toBe(202);
    expect((await front.deliver(BODY, headers)).status).toBe(202);
    expect(front.outcomes).toEqual(['accepted', 'known']);
  });

  it('R2: that could not be stored is not taken: GitHub is told to send it again', async () => {
    const front = await startFront({ accept: () => Promise.reject(new Error('the disk is full')) });
    const answer = await front.deliver(BODY);
    expect([answer.status, await answer.text()]).toEqual([503, 'It could not be stored. Send it again.\n']);
  });
});

describe('what else is asked', () => {
  it('is answered: whether we live, whether we can work, and nothing else', async () => {
    const front = await startFront();
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
    const front = await startFront({ ready: () => Promise.reject(new Error('password=hunter2')) });
    const answer = await fetch(`${front.url}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([503, 'not ready\n']);
  });
});

it('neither an answer nor a line of the log holds a secret, a signature, or what was sent', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const well = await startFront({ log });
  const ill = await startFront({
    log,
    accept: () => Promise.reject(new Error('the disk is full')),
    ready: () => Promise.reject(new Error('the server is gone')),
  });
  const body = '{"comment":"what-was-sent"}';
  const forged = sign(body, 'somebody-elses-secret');
  const known = { 'x-github-delivery': randomUUID() };
  const answers = [
    await well.deliver(body, known),
    await well.deliver(body, known),
    await well.deliver(body, { 'x-hub-signature-256': forged }),
    await well.deliver(body, { 'x-hub-signature-256': 'what-was-sent' }),
    await well.deliver('what-was-sent'),
    await well.deliver(body, { 'x-github-event': 'No Event' }),
    await ill.deliver(body),
    await fetch(`${ill.url}/readyz`),
    await fetch(`${well.url}/what-was-sent`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 400, 400, 400, 400, 503, 503, 404]);
  expect(lines.length).toBeGreaterThan(3);
  const said = [...lines, ...(await Promise.all(answers.map((answer) => answer.text())))].join('\n');
  for (const secret of [SECRET, OLD, sign(body), forged, 'what-was-sent']) expect(said).not.toContain(secret);
});

it('a port that is taken is named', async () => {
  const front = await startFront();
  const options = { secrets: [SECRET], accept: async () => true, ready: async () => undefined, now: () => 5 };
  const taken = Number(new URL(front.url).port);
  const second = listenForWebhooks(
    { ...options, log: createLog('silent'), observe: () => undefined },
    taken,
    '127.0.0.1',
  );
  await expect(second).rejects.toThrow(`127.0.0.1:${taken}: it cannot be listened on (EADDRINUSE)`);
});

/** Sends without an end, and without a length. @returns the answer, and how much was taken until then */
function endless(url: string): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const sending = request(url, {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked', ...COULD_BE },
    });
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
