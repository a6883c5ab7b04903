import type { Dispatcher } from 'undici';
import type { Credentials } from './credentials.ts';
import type { Access } from './kubeconfig.ts';
import { type Lane, createLane } from './lane.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query, after the server's own path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface WireHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface WireAnswer extends WireHead {
  readonly text: string;
}

/** An answer that goes on; a refusal (300 and above) has all its text at once instead. */
export type WireStream = WireAnswer | (WireHead & { readonly chunks: AsyncIterable<Uint8Array> });

/** One request, one answer; whatever the status. Errors are those of the network, as undici gives them. */
export interface Wire {
  send(request: WireRequest): Promise<WireAnswer>;
  /** `silence`: how long nothing may come before the connection counts as dead, in milliseconds. */
  stream(request: WireRequest, silence: number): Promise<WireStream>;
  close(): Promise<void>;
}

/** Enough for every request that runs at once. */
const CONNECTIONS = 16;

/** `timeout`: for one request with its whole answer, in milliseconds. */
export function createWire(access: Access, credentials: Credentials, timeout: number): Wire {
  const ask = createAsk(access, credentials);
  const requests = createLane(access, CONNECTIONS);
  // Each holds a connection for minutes: among the requests they would leave none for those.
  const streams = createLane(access, null);
  let closing: Promise<void> | undefined;

  return {
    async send(request) {
      return readAll(
        await ask(requests, request, () => ({
          signal: withDeadline(request.signal, timeout),
          headersTimeout: timeout,
          bodyTimeout: timeout,
        })),
      );
    },
    async stream(request, silence) {
      const { signal } = request;
      const limits = { headersTimeout: timeout, bodyTimeout: silence, ...(signal && { signal }) };
      const response = await ask(streams, request, () => limits);
      if (response.statusCode >= 300) return readAll(response);
      return { status: response.statusCode, headers: response.headers, chunks: response.body };
    },
    close() {
      // undici takes a second close for a mistake.
      closing ??= closeLanes(requests, streams);
      return closing;
    },
  };
}

function withDeadline(signal: AbortSignal | undefined, timeout: number): AbortSignal {
  const deadline = AbortSignal.timeout(timeout);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}

async function closeLanes(requests: Lane, streams: Lane): Promise<void> {
  await Promise.all([requests.close('gracefully'), streams.close('at once')]);
}

async function readAll({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<WireAnswer> {
  return { status: statusCode, headers, text: await body.text() };
}

type Limits = Pick<Dispatcher.RequestOptions, 'headersTimeout' | 'bodyTimeout'> & { signal?: AbortSignal };

function createAsk({ cluster }: Access, credentials: Credentials) {
  const server = new URL(cluster.server);
  const prefix = server.pathname.replace(/\/$/, '');
  /** The time that a person takes to log in is not the server's: `limits` is called after it. */
  return async (lane: Lane, request: WireRequest, limits: () => Limits): Promise<Dispatcher.ResponseData> => {
    request.signal?.throwIfAborted();
    const credential = await credentials.current();
    const dispatcher = await lane.dispatcherFor(credential);
    const { method, path, headers, body } = request;
    return dispatcher.request({
      ...limits(),
      origin: server.origin,
      path: `${prefix}${path}`,
      method,
      headers: { ...headers, ...credential.headers },
      body: body ?? null,
    });
  };
}
