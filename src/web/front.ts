import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpsError } from '../core/errors.ts';
import type { Log } from '../log.ts';
import type { Delivery } from '../ports/deliveries.ts';
import { readLimited } from './read-body.ts';
import { isSigned } from './signature.ts';

export type DeliveryOutcome = 'accepted' | 'known' | 'too-large' | 'unsigned' | 'malformed' | 'not-stored';

export interface FrontOptions {
  /** The current one, and those before it that GitHub may still sign with. */
  readonly secrets: readonly string[];
  /** Stores the delivery; resolves when it cannot be lost any more. */
  readonly accept: (delivery: Delivery) => Promise<boolean>;
  /** Rejects when we could not work. */
  readonly ready: () => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
  readonly observe: (event: string, outcome: DeliveryOutcome) => void;
}

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** What the internet may speak to: webhooks, and whether we are well. */
export function listenForWebhooks(options: FrontOptions, port: number, host: string): Promise<Listening> {
  return listen((request, response) => answer(options, request, response), options.log, port, host);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server that waits for nobody for long. @throws OpsError when somebody else listens there */
export async function listen(answerTo: Answer, log: Log, port: number, host: string): Promise<Listening> {
  const server = createServer((request, response) => {
    // Whoever hangs up in the middle has had their answer.
    request.on('error', () => undefined);
    answerTo(request, response).catch((err: unknown) => {
      log.error({ err }, 'a request failed');
      if (!response.headersSent) reply(response, 500, 'Internal error.');
    });
  });
  Object.assign(server, { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 5000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(port, host, error)));
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function notListening(port: number, host: string, cause: NodeJS.ErrnoException): OpsError {
  return new OpsError({
    code: 'invalid-config',
    subject: `${host}:${port}`,
    message: `it cannot be listened on (${cause.code ?? 'unknown'}). Stop who listens there, or choose another port or host (see .env.example).`,
    cause,
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
}

async function answer(
  options: FrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  if (path === '/healthz' && request.method === 'GET') return reply(response, 200, 'ok');
  if (path === '/readyz' && request.method === 'GET') return answerReady(options, response);
  if (path !== '/webhooks') return reply(response, 404, 'Not found. GitHub sends webhooks to /webhooks.');
  if (request.method !== 'POST') return reply(response, 405, 'Webhooks are sent with POST.');
  const [status, text] = await receive(options, request);
  reply(response, status, text);
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

/** Stores a delivery that GitHub signed, and only then answers: 202 is a promise. */
async function receive(options: FrontOptions, request: IncomingMessage): Promise<[number, string]> {
  const { observe, log, now } = options;
  const event = header(request, 'x-github-event') ?? '';
  const refused = (status: number, outcome: DeliveryOutcome, text: string): [number, string] => {
    observe(event, outcome);
    // What nobody signed may be anything: only a name that could be one is logged.
    log.warn({ event: EVENT.test(event) ? event : 'other', outcome }, 'delivery refused');
    return [status, text];
  };
  const body = await readLimited(request);
  if (body === undefined) return refused(413, 'too-large', 'The body is larger than 25 MB.');
  if (!isSigned(body, header(request, 'x-hub-signature-256'), options.secrets))
    return refused(400, 'unsigned', 'The signature is missing or wrong: check the webhook secret.');
  const id = header(request, 'x-github-delivery') ?? '';
  const payload = textOf(body);
  if (!ID.test(id) || !EVENT.test(event) || payload === undefined)
    return refused(400, 'malformed', 'It is no delivery of GitHub: headers or JSON are missing.');
  try {
    const isNew = await options.accept({ id, event, payload, receivedAt: now() });
    observe(event, isNew ? 'accepted' : 'known');
    return [202, isNew ? 'Accepted.' : 'Known already.'];
  } catch (err) {
    log.error({ err, delivery: id }, 'delivery not stored');
    observe(event, 'not-stored');
    return [503, 'It could not be stored. Send it again.'];
  }
}

const ID = /^[\w-]{1,100}$/;
const EVENT = /^[a-z_]{1,50}$/;

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? undefined : value;
}

/** A JSON object in UTF-8; undefined for anything else. */
function textOf(body: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Where not all of the request was read, the connection ends with the answer. */
function reply(response: ServerResponse, status: number, text: string): void {
  const whole = response.req.complete;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    ...(!whole && { connection: 'close' }),
  });
  response.end(`${text}\n`, () => {
    if (!whole) response.req.destroy();
  });
}
