import { OpsError } from '../core/errors.ts';
import type { Log } from '../log.ts';
import { IN_CLUSTER } from './access/in-cluster.ts';
import type { Client } from './client/client.ts';
import { connect } from './connect.ts';

/** How a cluster is reached: a context of a kubeconfig, or, without one, the cluster that Plumbline runs in. */
export interface ClusterAccess {
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
}

export interface Clusters {
  /** @throws OpsError for a name that is unknown, or a cluster that cannot be used */
  connect(name: string): Promise<Client>;
  close(): Promise<void>;
}

/** One client for each cluster, opened at its first use. */
export function createClusters(
  known: ReadonlyMap<string, ClusterAccess>,
  env: NodeJS.ProcessEnv,
  log: Log,
): Clusters {
  const clients = new Map<string, Promise<Client>>();
  const open = async (name: string): Promise<Client> => {
    const cluster = known.get(name);
    if (cluster === undefined) throw unknownCluster(name, [...known.keys()]);
    const { context = IN_CLUSTER, kubeconfig } = cluster;
    const cure = `Name one of them as "context" of cluster "${name}" in the server's file.`;
    const cureOfNone = `Set KUBECONFIG, or name the file as "kubeconfig" of cluster "${name}" in the server's file.`;
    return connect({ context, cure, cureOfNone, ...(kubeconfig !== undefined && { kubeconfig }), env, log });
  };
  return {
    connect(name) {
      const client = clients.get(name) ?? open(name);
      clients.set(name, client);
      // The next caller tries a failed connection again.
      client.catch(() => clients.delete(name));
      return client;
    },
    async close() {
      for (const opening of clients.values()) await (await opening.catch(() => undefined))?.close();
    },
  };
}

function unknownCluster(name: string, known: readonly string[]): OpsError {
  return new OpsError({
    code: 'not-found',
    subject: `cluster "${name}"`,
    message: `the server knows no such cluster. It knows: ${known.join(', ')}.`,
  });
}
