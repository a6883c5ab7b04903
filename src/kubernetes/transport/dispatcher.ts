import { createSecureContext } from 'node:tls';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { OpsError } from '../../core/errors.ts';

export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** Generous: a list page of the largest objects has some 100 MiB. */
const LARGEST_ANSWER = 512 * 1024 * 1024;

const COMMON = {
  pipelining: 1,
  // Requests over one HTTP/2 connection took two to three times as long as over these.
  allowH2: false,
  // Shorter than the idle time of the usual load balancers, which cut a connection without a word.
  keepAliveTimeout: 30_000,
  keepAliveMaxTimeout: 50_000,
  maxResponseSize: LARGEST_ANSWER,
};

export interface Route {
  readonly server: URL;
  readonly tls: Tls;
  /** The kubeconfig's `proxy-url`. */
  readonly proxyUrl?: string;
  /** The most connections at once; null: no limit. */
  readonly connections: number | null;
}

/** Keeps the connections of one cluster and one credential. */
export function createDispatcher({ server, tls, proxyUrl, connections }: Route): Dispatcher {
  const { ca, cert, key, ...rest } = tls;
  // Once for all connections.
  const secureContext = createSecureContext({ ca, cert, key });
  const connect = {
    ...rest,
    secureContext,
    timeout: 10_000,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  };
  if (proxyUrl === undefined) return new Pool(server.origin, { ...COMMON, connections, connect });
  if (!/^https?:/.test(proxyUrl)) {
    throw new OpsError({
      code: 'unsupported',
      subject: `server ${server.origin}`,
      message: 'its proxy-url is neither http nor https. Use such a proxy, or none.',
    });
  }
  return new ProxyAgent({ ...COMMON, connections, uri: proxyUrl, requestTls: connect });
}
