import type { Dispatcher } from 'undici';
import { type Credential, type Credentials, pem } from './credentials.ts';
import { type Tls, createDispatcher } from './dispatcher.ts';
import type { Access } from './kubeconfig.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query, after the server's own path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request, one answer; whatever the status. Errors are those of the network, as undici gives them. */
export interface Wire {
  send(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

/** The connections that one client certificate opened, or all of them where there is none. */
interface Lane {
  readonly certificate: string;
  readonly dispatcher: Promise<Dispatcher>;
}

/** `timeout`: for one request with its whole answer, in milliseconds. */
export function createWire(access: Access, credentials: Credentials, timeout: number): Wire {
  const server = new URL(access.cluster.server);
  const prefix = server.pathname.replace(/\/$/, '');
  let lane: Lane | undefined;
  let closing: Promise<void> | undefined;

  /** A plugin may hand out a new certificate: then what the old one opened is let go when its requests are done. */
  function dispatcherFor(credential: Credential): Promise<Dispatcher> {
    const certificate = String(credential.cert ?? '');
    if (lane?.certificate === certificate) return lane.dispatcher;
    const old = lane;
    const opened = { certificate, dispatcher: open(access, server, credential) };
    lane = opened;
    opened.dispatcher.catch(() => {
      if (lane === opened) lane = undefined;
    });
    void old?.dispatcher.then((dispatcher) => dispatcher.close());
    return opened.dispatcher;
  }

  return {
    async send({ method, path, headers, body, signal }) {
      signal?.throwIfAborted();
      const credential = await credentials.current();
      const dispatcher = await dispatcherFor(credential);
      const deadline = AbortSignal.timeout(timeout);
      const response = await dispatcher.request({
        origin: server.origin,
        path: `${prefix}${path}`,
        method,
        headers: { ...headers, ...credential.headers },
        body: body ?? null,
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
    },
    close() {
      // undici takes a second close for a mistake.
      closing ??= closeLane(lane);
      return closing;
    },
  };
}

async function closeLane(lane: Lane | undefined): Promise<void> {
  await (await lane?.dispatcher)?.close();
}

async function open({ cluster, context }: Access, server: URL, credential: Credential): Promise<Dispatcher> {
  const ca = await pem(cluster.caFile, cluster.caData, `context "${context}"`);
  const tls: Tls = {
    ...(ca !== undefined && { ca }),
    ...(credential.cert !== undefined && { cert: credential.cert }),
    ...(credential.key !== undefined && { key: credential.key }),
    ...(cluster.tlsServerName && { servername: cluster.tlsServerName }),
    ...(cluster.skipTLSVerify && { rejectUnauthorized: false }),
  };
  return createDispatcher(server, tls, cluster.proxyUrl || undefined);
}
