import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Access, Environment } from './kubeconfig.ts';

/** The context of the cluster that this program itself runs in, as the service account of its pod. */
export const IN_CLUSTER = 'in-cluster';

/** Where Kubernetes mounts a pod's account. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How a pod reaches its own cluster; undefined outside of one. */
export function inClusterAccess(env: Environment, account = ACCOUNT): Access | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  if (!host || !port) return undefined;
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return {
    context: IN_CLUSTER,
    cluster: { name: IN_CLUSTER, server, caFile: join(account, 'ca.crt'), skipTLSVerify: false },
    user: {
      name: IN_CLUSTER,
      // Read again each minute: the token of a pod expires within the hour and is rotated in place.
      authProvider: { name: 'tokenFile', config: { tokenFile: join(account, 'token') } },
    },
  };
}
