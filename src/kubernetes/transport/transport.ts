import type { Dispatcher } from 'undici';
import type { Credentials } from '../access/credentials.ts';
import type { Access } from '../access/kubeconfig.ts';
import { type WholeAnswer, bufferedRequest } from './buffered-request.ts';
import { type Connections, createConnections } from './connections.ts';

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query, after the server's own path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export type TransportAnswer = WholeAnswer;

export type TransportHead = Omit<TransportAnswer, 'text'>;

/** An answer that goes on; a refusal (300 and above) has all its text at once instead. */
export type TransportStream =
  | TransportAnswer
  | (TransportHead & { readonly chunks: AsyncIterable<Uint8Array> });

/** One request, one answer; whatever the status. Errors are those of the network, as undici gives them. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportAnswer>;
  /** `silence`: how long nothing may come before the connection counts as dead, in milliseconds. */
  stream(request: TransportRequest, silence: number): Promise<TransportStream>;
  close(): Promise<void>;
}

/** Enough for every request that runs at once. */
const CONNECTIONS = 16;

/** `timeout`: for one request with its whole answer, in milliseconds. */
export function createTransport(access: Access, credentials: Credentials, timeout: number): Transport {
  const address = createAddress(access, credentials);
  const requests = createConnections(access, CONNECTIONS);
  // Each stream holds a connection for minutes: in one pool, streams would leave no connection for requests.
  const streams = createConnections(access, null);
  let closing: Promise<void> | undefined;

  return {
    async send(request) {
      const { dispatcher, options } = await address(requests, request);
      // The time that a person takes to log in is not the server's: the clock starts here.
      return bufferedRequest(dispatcher, options, { timeout, signal: request.signal });
    },
    async stream(request, silence) {
      const { dispatcher, options } = await address(streams, request);
      const limits = { headersTimeout: timeout, bodyTimeout: silence };
      const { signal } = request;
      const response = await dispatcher.request({ ...options, ...limits, ...(signal && { signal }) });
      const { statusCode: status, headers, body } = response;
      return status >= 300 ? { status, headers, text: await body.text() } : { status, headers, chunks: body };
    },
    close() {
      // undici takes a second close for a mistake.
      closing ??= closeLanes(requests, streams);
      return closing;
    },
  };
}

async function closeLanes(requests: Connections, streams: Connections): Promise<void> {
  await Promise.all([requests.close('gracefully'), streams.close('at once')]);
}

interface Addressed {
  readonly dispatcher: Dispatcher;
  readonly options: Dispatcher.DispatchOptions;
}

/** Adds the current credential to a request, and finds the connections that were opened with it. */
function createAddress({ cluster }: Access, credentials: Credentials) {
  const { origin, pathname } = new URL(cluster.server);
  const prefix = pathname.replace(/\/$/, '');
  return async (connections: Connections, request: TransportRequest): Promise<Addressed> => {
    request.signal?.throwIfAborted();
    const credential = await credentials.current();
    const dispatcher = await connections.dispatcherFor(credential);
    const { method, path, headers, body = null } = request;
    const sent = { ...headers, ...credential.headers };
    return { dispatcher, options: { origin, path: `${prefix}${path}`, method, headers: sent, body } };
  };
}
