import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { ExecAuth } from '@kubernetes/client-node/dist/exec_auth.js';
import { printJson } from '../../core/json/json.ts';
import type { Environment } from './kubeconfig.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * The user with everything that its credential plugin expects of a client and the library does not give: the given
 * environment, and KUBERNETES_EXEC_INFO, without which some plugins refuse to work.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function execUser(user: User, cluster: Cluster, env: Environment): User {
  const exec = user.exec as
    | { apiVersion?: string; env?: Variable[]; provideClusterInfo?: boolean }
    | undefined;
  if (!exec) return user;
  const given = Object.entries(env).map(([name, value]) => ({ name, value: value ?? '' }));
  const info = { name: 'KUBERNETES_EXEC_INFO', value: printJson(execInfo(exec, cluster)) };
  return { ...user, exec: { ...exec, env: [...given, info, ...(exec.env ?? [])] } };
}

function execInfo(exec: { apiVersion?: string; provideClusterInfo?: boolean }, cluster: Cluster): object {
  const shown = {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTLSVerify || undefined,
    'certificate-authority-data': cluster.caData,
    'proxy-url': cluster.proxyUrl,
  };
  return {
    apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    // Nobody is there to answer a question, also where this runs at a terminal: its output is a report.
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster: shown }) },
  };
}

const PLUGIN_TIMEOUT = 60_000;

type Start = (command: string, args: readonly string[], options: object) => unknown;

/** Ends a plugin after a minute: one that hangs would hang everything behind it. */
export function execAuthenticator(): ExecAuth {
  const authenticator = new ExecAuth();
  // The library has no setting for this; its own tests replace this field.
  const inner = authenticator as unknown as { execFn: Start };
  const start = inner.execFn;
  inner.execFn = (command, args, options) => start(command, args, { ...options, timeout: PLUGIN_TIMEOUT });
  return authenticator;
}
