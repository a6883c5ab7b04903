import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import type { Delivery } from '../ports/records/deliveries.ts';
import { type BodyPool, createBodyPool } from './body-pool.ts';
import { type Limits, LIMITS } from './limits.ts';
import { type NoBody, readBody } from './read-body.ts';
import { type Asked, type Listening, listen, reply } from './server.ts';
import { isSigned, looksSigned } from './signature.ts';

export type DeliveryOutcome = 'accepted' | 'known' | 'unsigned' | 'malformed' | 'not-stored' | NoBody;

export interface FrontOptions {
  /** The current secret, and earlier ones that GitHub may still sign with. */
  readonly secrets: readonly string[];
  /** Stores the delivery; resolves when it cannot be lost any more. */
  readonly accept: (delivery: Delivery) => Promise<boolean>;
  /** Rejects while the server could not work. */
  readonly ready: () => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
  readonly observe: (event: string, outcome: DeliveryOutcome) => void;
  /** The limits for senders who have not shown a signature. Default: `LIMITS`. */
  readonly limits?: Limits;
}

interface Front extends FrontOptions {
  readonly limits: Limits;
  readonly pool: BodyPool;
}

/** The server that faces the internet: webhooks, health and readiness. */
export function listenForWebhooks(options: FrontOptions, port: number, host: string): Promise<Listening> {
  const { limits = LIMITS, ready, log } = options;
  const pool = createBodyPool(limits.unverified, () => performance.now());
  const front = { ...options, limits, pool, ready: oneAtATime(ready) };
  return listen((asked) => answer(front, asked), log, { port, host, limits });
}

/** Requests during a running check share its answer: strangers do not make work by asking often. */
function oneAtATime(ask: () => Promise<void>): () => Promise<void> {
  let asking: Promise<void> | undefined;
  return () => (asking ??= ask().finally(() => (asking = undefined)));
}

async function answer(front: Front, { request, response, connections }: Asked): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  if (path === '/healthz' && request.method === 'GET') return reply(response, 200, 'ok');
  if (path === '/readyz' && request.method === 'GET') return answerReady(front, response);
  if (path !== '/webhooks') return reply(response, 404, 'Not found. GitHub sends webhooks to /webhooks.');
  if (request.method !== 'POST') return reply(response, 405, 'Webhooks are sent with POST.');
  const read = await readSigned(front, request);
  if (typeof read === 'string') return refuse(front, request, response, read);
  const trusted = connections.trust(request.socket);
  try {
    const outcome = await store(front, request, read.payload);
    reply(response, ...ANSWERS[outcome]);
  } finally {
    trusted();
  }
}

async function answerReady({ ready, log }: FrontOptions, response: ServerResponse): Promise<void> {
  try {
    await ready();
    reply(response, 200, 'ready');
  } catch (err) {
    log.error({ err }, 'not ready');
    reply(response, 503, 'not ready');
  }
}

const AGAIN = { 'retry-after': '10' };

const ANSWERS: Readonly<Record<DeliveryOutcome, [number, string, Record<string, string>?]>> = {
  accepted: [202, 'Accepted.'],
  known: [202, 'Known already.'],
  'too-large': [413, 'The body is larger than 25 MB.'],
  unsigned: [400, 'The signature is missing or wrong: check the webhook secret.'],
  malformed: [400, 'It is no delivery of GitHub: headers or JSON are missing.'],
  'crowded-out': [503, 'Too much arrives at once. Send it again.', AGAIN],
  'cut-off': [408, 'It did not arrive whole. Send it again.'],
  'not-stored': [503, 'It could not be stored. Send it again.', AGAIN],
};

type Refused = Exclude<DeliveryOutcome, 'accepted' | 'known' | 'not-stored'>;

function refuse(front: Front, request: IncomingMessage, response: ServerResponse, outcome: Refused): void {
  const event = header(request, 'x-github-event') ?? '';
  front.observe(event, outcome);
  // A refused delivery may name anything as its event: only a name that could be one is logged.
  front.log.warn({ event: EVENT.test(event) ? event : 'other', outcome }, 'delivery refused');
  reply(response, ...ANSWERS[outcome]);
}

/** The payload that GitHub signed. Without a header that could be a signature, the body is not read at all. */
async function readSigned(
  { pool, limits, secrets }: Front,
  request: IncomingMessage,
): Promise<{ payload: string } | Refused> {
  const signature = header(request, 'x-hub-signature-256');
  if (!looksSigned(signature)) return 'unsigned';
  return readBody(request, pool, limits.body, (parts) => {
    if (!isSigned(parts, signature, secrets)) return 'unsigned';
    const payload = textOf(parts);
    const named =
      ID.test(header(request, 'x-github-delivery') ?? '') &&
      EVENT.test(header(request, 'x-github-event') ?? '');
    return named && payload !== undefined ? { payload } : 'malformed';
  });
}

/** Stores a delivery. The answer 202 is a promise: only a stored delivery gets it. */
async function store(
  { accept, observe, log, now }: Front,
  request: IncomingMessage,
  payload: string,
): Promise<'accepted' | 'known' | 'not-stored'> {
  const id = header(request, 'x-github-delivery') ?? '';
  const event = header(request, 'x-github-event') ?? '';
  const outcome = await accept({ id, event, payload, receivedAt: now() }).then(
    (isNew) => (isNew ? 'accepted' : 'known'),
    (err: unknown) => {
      log.error({ err, delivery: id }, 'delivery not stored');
      return 'not-stored' as const;
    },
  );
  observe(event, outcome);
  return outcome;
}

const ID = /^[\w-]{1,100}$/;
/** Any name that GitHub may give to an event: `projects_v2_item`. Which ones are of use is decided later. */
const EVENT = /^[a-z][a-z0-9_]{0,99}$/;

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? undefined : value;
}

/** A JSON object in UTF-8; undefined for anything else. */
function textOf(parts: readonly Uint8Array[]): string | undefined {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined;
  } catch {
    return undefined;
  }
}
