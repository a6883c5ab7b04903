import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpsError } from '../core/errors.ts';
import type { Log } from '../log.ts';
import { type Connections, boundConnections } from './connections.ts';
import { type Limits, LIMITS } from './limits.ts';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connections: Connections;
}

type Answer = (asked: Asked) => Promise<void>;

export interface Place {
  readonly port: number;
  readonly host: string;
  readonly limits?: Limits;
}

/** Between two searches for connections that take too long, in milliseconds. */
const LOOK = 1000;
const LOOK_WHILE_CLOSING = 50;

/** An HTTP server with short timeouts. @throws OpsError when it cannot listen there */
export async function listen(
  answerTo: Answer,
  log: Log,
  { port, host, limits = LIMITS }: Place,
): Promise<Listening> {
  const server = createServer({
    headersTimeout: limits.head,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.idle,
    connectionsCheckingInterval: Math.min(LOOK, limits.head),
  });
  const connections = boundConnections(server, limits.connections, () => performance.now());
  server.on('request', (request, response) => {
    // A client that hangs up in the middle needs no answer.
    request.on('error', () => undefined);
    answerTo({ request, response, connections }).catch((err: unknown) => {
      log.error({ err }, 'a request failed');
      if (!response.headersSent) reply(response, 500, 'Internal error.');
    });
  });
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
  // Whoever waits for an answer still keeps the connection after it.
  const looking = setInterval(() => server.closeIdleConnections(), LOOK_WHILE_CLOSING);
  await closed;
  clearInterval(looking);
}

/** Answers a request. Where not all of it was read, the connection ends with the answer. */
export function reply(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    ...headers,
    ...(!response.req.complete && { connection: 'close' }),
  });
  response.end(`${text}\n`);
}
