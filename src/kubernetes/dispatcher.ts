import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { OpsError } from '../core/errors.ts';

export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** Most connections to one cluster: enough for every request that runs at once. */
const CONNECTIONS = 16;
/** Generous: a list page of the largest objects has some 100 MiB. */
const LARGEST_ANSWER = 512 * 1024 * 1024;

const COMMON = {
  connections: CONNECTIONS,
  pipelining: 1,
  // Requests over one HTTP/2 connection took two to three times as long as over these.
  allowH2: false,
  // Shorter than the idle time of the usual load balancers, which cut a connection without a word.
  keepAliveTimeout: 30_000,
  keepAliveMaxTimeout: 50_000,
  maxResponseSize: LARGEST_ANSWER,
};

/** Keeps the connections of one cluster and one credential. `proxyUrl` is the kubeconfig's `proxy-url`. */
export function createDispatcher(server: URL, tls: Tls, proxyUrl: string | undefined): Dispatcher {
  const connect = { ...tls, timeout: 10_000, keepAlive: true, keepAliveInitialDelay: 30_000 };
  if (proxyUrl === undefined) return new Pool(server.origin, { ...COMMON, connect });
  if (!/^https?:/.test(proxyUrl)) {
    throw new OpsError({
      code: 'unsupported',
      subject: `server ${server.origin}`,
      message: 'its proxy-url is neither http nor https. Use such a proxy, or none.',
    });
  }
  return new ProxyAgent({ ...COMMON, uri: proxyUrl, requestTls: connect });
}
