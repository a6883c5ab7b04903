import type { Dispatcher } from 'undici';
import { type Credential, pem } from '../access/credentials.ts';
import type { Access } from '../access/kubeconfig.ts';
import { type Tls, createDispatcher } from './dispatcher.ts';

/** The connections for one use, requests or streams. They last as long as the client certificate that opened them. */
export interface Connections {
  dispatcherFor(credential: Credential): Promise<Dispatcher>;
  /** `gracefully`: after the requests that run on them. */
  close(how: 'gracefully' | 'at once'): Promise<void>;
}

interface Opened {
  readonly certificate: string;
  readonly dispatcher: Promise<Dispatcher>;
}

export function createConnections(access: Access, connections: number | null): Connections {
  let current: Opened | undefined;
  return {
    /** A plugin may hand out a new certificate: the connections of the old one are then closed after their requests. */
    dispatcherFor(credential) {
      const certificate = String(credential.cert ?? '');
      if (current?.certificate === certificate) return current.dispatcher;
      const old = current;
      const opened = { certificate, dispatcher: open(access, credential, connections) };
      current = opened;
      opened.dispatcher.catch(() => {
        if (current === opened) current = undefined;
      });
      void old?.dispatcher.then((dispatcher) => dispatcher.close());
      return opened.dispatcher;
    },
    async close(how) {
      const dispatcher = await current?.dispatcher;
      await (how === 'gracefully' ? dispatcher?.close() : dispatcher?.destroy());
    },
  };
}

async function open(
  { cluster, context }: Access,
  credential: Credential,
  connections: number | null,
): Promise<Dispatcher> {
  const ca = await pem(cluster.caFile, cluster.caData, `context "${context}"`);
  const tls: Tls = {
    ...(ca !== undefined && { ca }),
    ...(credential.cert !== undefined && { cert: credential.cert }),
    ...(credential.key !== undefined && { key: credential.key }),
    ...(cluster.tlsServerName && { servername: cluster.tlsServerName }),
    ...(cluster.skipTLSVerify && { rejectUnauthorized: false }),
  };
  const server = new URL(cluster.server);
  return createDispatcher({
    server,
    tls,
    connections,
    ...(cluster.proxyUrl && { proxyUrl: cluster.proxyUrl }),
  });
}
