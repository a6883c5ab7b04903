import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** How to reach the sandbox cluster, without the product's own code. */
export interface Access {
  readonly server: string;
  readonly ca: Buffer;
  readonly token: string;
}

interface Kubeconfig {
  readonly clusters: readonly { cluster: { server: string; 'certificate-authority-data': string } }[];
  readonly users: readonly { user: { token: string } }[];
}

/** Reads a kubeconfig as the sandbox writes it: its first cluster and user. */
export function readAccess(kubeconfig: string): Access {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
  const [first, user] = [clusters[0]?.cluster, users[0]?.user];
  if (first === undefined || user === undefined) throw new Error(`bench: ${kubeconfig} names no cluster.`);
  const ca = Buffer.from(first['certificate-authority-data'], 'base64');
  return { server: first.server, ca, token: user.token };
}
