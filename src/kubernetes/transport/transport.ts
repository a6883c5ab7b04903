import type { Dispatcher } from 'undici';
import type { Credentials } from '../access/credentials.ts';
import type { Access } from '../access/kubeconfig.ts';
import { type WholeAnswer, askWhole } from './buffered-request.ts';
import { type Lane, createLane } from './connections.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query, after the server's own path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export type WireAnswer = WholeAnswer;

export type WireHead = Omit<WireAnswer, 'text'>;

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
  const address = createAddress(access, credentials);
  const requests = createLane(access, CONNECTIONS);
  // Each holds a connection for minutes: among the requests they would leave none for those.
  const streams = createLane(access, null);
  let closing: Promise<void> | undefined;

  return {
    async send(request) {
      const { dispatcher, options } = await address(requests, request);
      // The time that a person takes to log in is not the server's: the clock starts here.
      return askWhole(dispatcher, options, { timeout, signal: request.signal });
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

async function closeLanes(requests: Lane, streams: Lane): Promise<void> {
  await Promise.all([requests.close('gracefully'), streams.close('at once')]);
}

interface Addressed {
  readonly dispatcher: Dispatcher;
  readonly options: Dispatcher.DispatchOptions;
}

/** With the credential of the moment, over the connections that were opened with it. */
function createAddress({ cluster }: Access, credentials: Credentials) {
  const { origin, pathname } = new URL(cluster.server);
  const prefix = pathname.replace(/\/$/, '');
  return async (lane: Lane, request: WireRequest): Promise<Addressed> => {
    request.signal?.throwIfAborted();
    const credential = await credentials.current();
    const dispatcher = await lane.dispatcherFor(credential);
    const { method, path, headers, body = null } = request;
    const sent = { ...headers, ...credential.headers };
    return { dispatcher, options: { origin, path: `${prefix}${path}`, method, headers: sent, body } };
  };
}
