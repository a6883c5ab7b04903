import { describe, expect, it } from 'vitest';
import { type Limits, LIMITS } from '../../../src/web/limits.ts';
import { until } from '../../support/loop.ts';
import { type Raw, COULD_BE, head, raw } from './raw.ts';
import { type Front, BODY, sign, startFront } from './start-front.ts';

const KiB = 1024;
const CROWDED_OUT = /^HTTP\/1\.1 503 [^]*\r\nretry-after: 10\r\n/i;

const start = (limits: Partial<Limits>) => startFront({ limits: { ...LIMITS, ...limits } });

/** So many connections, each of which begins like this and then says no more. */
async function crowd(front: Front, count: number, beginning: string | Uint8Array = ''): Promise<Raw[]> {
  const all: Raw[] = [];
  for (let n = 0; n < count; n += 1) {
    const one = await raw(front.url);
    if (beginning !== '') one.send(beginning);
    all.push(one);
  }
  return all;
}

async function deliverMany(front: Front, count: number): Promise<number[]> {
  const answers = Array.from({ length: count }, () => front.deliver(BODY));
  return (await Promise.all(answers)).map(({ status }) => status);
}

const MANY: number[] = Array.from({ length: 40 }, () => 202);

describe('U9: bodies that are held back', () => {
  const held = head({ 'content-length': 25 * KiB * KiB, ...COULD_BE }) + 'x'.repeat(200 * KiB);
  const chunked = `${head({ 'transfer-encoding': 'chunked', ...COULD_BE })}32000\r\n${'x'.repeat(0x32000)}\r\n`;

  it.each([
    ['of an announced length', held],
    ['in chunks without a length', chunked],
  ])('%s take the room of one another, and no delivery waits for them', async (_what, beginning) => {
    const front = await start({ unverified: 2048 * KiB });
    const senders = await crowd(front, 30, beginning);
    expect(await deliverMany(front, 40)).toEqual(MANY);
    // Each holds four blocks: there is room for eight of them.
    await until('those who are too many are told', async () => told(senders).length >= 22);
    for (const answer of told(senders)) expect(answer).toMatch(CROWDED_OUT);
    expect(front.outcomes.filter((outcome) => outcome === 'crowded-out').length).toBeGreaterThanOrEqual(22);
    expect(front.accepted).toHaveLength(40);
  });

  it('are not even begun to be read where nothing could be a signature', async () => {
    const front = await start({});
    const [one] = await crowd(front, 1, head({ 'content-length': 25 * KiB * KiB }));
    expect(await one?.end).toMatch(/^HTTP\/1\.1 400 [^]*The signature is missing or wrong/);
  });

  it.each([
    ['a head that does not end', 'POST /webhooks HTTP/1.1\r\nhost: a\r\n'],
    ['a body of which some is missing', `${head({ 'content-length': 100, ...COULD_BE })}{`],
    ['a chunk that does not end', `${head({ 'transfer-encoding': 'chunked', ...COULD_BE })}ff\r\n{`],
    ['nothing at all', ''],
  ])('and heads: %s is cut after its time', async (_what, beginning) => {
    const front = await start({ head: 400, request: 800 });
    const [one] = await crowd(front, 1, beginning);
    expect(await one?.end).toMatch(beginning === '' ? /^$|^HTTP\/1\.1 408 / : /^HTTP\/1\.1 408 /);
    expect(await deliverMany(front, 1)).toEqual([202]);
  });
});

const told = (senders: readonly Raw[]) => senders.map(({ said }) => said()).filter((text) => text !== '');

describe('U9: connections', () => {
  it('that say nothing make room for those that do, and are told', async () => {
    const front = await start({ connections: 20 });
    const silent = await crowd(front, 60);
    expect(await deliverMany(front, 40)).toEqual(MANY);
    await until('those who are too many are told', async () => told(silent).length >= 40);
    for (const answer of told(silent)) expect(answer).toMatch(CROWDED_OUT);
  });

  it('whose delivery is being stored are not closed for others', async () => {
    const stored = Promise.withResolvers<boolean>();
    const limits = { ...LIMITS, connections: 3 };
    const front = await startFront({ limits, accept: () => stored.promise });
    const delivering = deliverMany(front, 3);
    await until('they are being stored', async () => front.accepting() === 3);
    const [late] = await crowd(front, 1);
    expect(await late?.end).toMatch(CROWDED_OUT);
    stored.resolve(true);
    expect(await delivering).toEqual([202, 202, 202]);
  });
});

describe('U9: lengths that are not true', () => {
  const signed = { 'x-github-event': 'push', 'x-hub-signature-256': sign(BODY) };
  const id = (n: number) => ({ 'x-github-delivery': `a-${n}` });

  it('what is longer than announced is no part of the delivery', async () => {
    const front = await start({});
    const [one] = await crowd(
      front,
      1,
      `${head({ 'content-length': BODY.length, ...signed, ...id(1) })}${BODY}and more`,
    );
    expect(await one?.end).toMatch(/HTTP\/1\.1 400 /);
    expect(front.accepted.map(({ payload }) => payload)).toEqual([BODY]);
  });

  it.each([
    ['a length and chunks at once', { 'content-length': 3, 'transfer-encoding': 'chunked' }],
    ['a negative length', { 'content-length': -1 }],
    ['a length that is no number', { 'content-length': 'many' }],
    ['a length with a sign', { 'content-length': '+5' }],
    ['a coding that nobody knows', { 'transfer-encoding': 'gzip' }],
  ])('%s is refused', async (_what, headers) => {
    const front = await start({});
    const [one] = await crowd(front, 1, head({ ...headers, ...signed, ...id(2) }));
    expect(await one?.end).toMatch(/^HTTP\/1\.1 400 /);
    expect(front.accepted).toEqual([]);
  });
});

it('U9: strangers who ask whether we are ready, all at once, make the work of one', async () => {
  let asked = 0;
  const answer = Promise.withResolvers<void>();
  const front = await startFront({
    ready: () => {
      asked += 1;
      return answer.promise;
    },
  });
  const asking = Array.from({ length: 30 }, () => fetch(`${front.url}/readyz`));
  await until('somebody has asked', async () => asked > 0);
  const health = await fetch(`${front.url}/healthz`);
  answer.resolve();
  expect(health.status).toBe(200);
  for (const { status } of await Promise.all(asking)) expect(status).toBe(200);
  expect(asked).toBeLessThan(30);
});
