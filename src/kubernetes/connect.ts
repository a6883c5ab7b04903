import { OpsError } from '../core/errors.ts';
import type { Log } from '../log.ts';
import { version } from '../version.ts';
import { type Credentials, createCredentials } from './access/credentials.ts';
import { IN_CLUSTER, inClusterAccess } from './access/in-cluster.ts';
import { type Access, type KubeconfigOptions, readAccess } from './access/kubeconfig.ts';
import type { Client } from './client/client.ts';
import { createClient } from './client/create-client.ts';
import { createOpener, createSender } from './client/send.ts';
import { loggedTransport } from './transport/logged-transport.ts';
import { type Timing, REAL_TIMING } from './transport/retry.ts';
import { type Transport, createTransport } from './transport/transport.ts';

export interface ConnectOptions extends KubeconfigOptions {
  /** For one request with its whole answer, in milliseconds. Where absent: a minute, as the API server's own. */
  readonly timeout?: number;
  readonly timing?: Timing;
  /** The log for each request, at level `debug`: method, path, status and time, never a body or a header. */
  readonly log?: Pick<Log, 'debug'>;
}

const TIMEOUT = 60_000;

/**
 * Prepares the calls to the cluster of a kubeconfig context; `in-cluster` is the cluster around this program,
 * unless the kubeconfig has a context of that name. Nothing is sent yet.
 * @throws OpsError `not-found` or `invalid-config` when the context cannot be read.
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const access = await accessOf(options);
  const endpoint = { context: access.context, server: withoutCredentials(access) };
  const credentials = createCredentials(access, options.env);
  const timing = options.timing ?? REAL_TIMING;
  const transport = wireOf(access, credentials, timing, options);
  const calls = { endpoint, transport, credentials, timing, userAgent: `plumbline/${version}` };
  return createClient({
    endpoint,
    send: createSender(calls),
    open: createOpener(calls),
    close: () => transport.close(),
  });
}

function wireOf(
  access: Access,
  credentials: Credentials,
  timing: Timing,
  options: ConnectOptions,
): Transport {
  const transport = createTransport(access, credentials, options.timeout ?? TIMEOUT);
  return options.log === undefined
    ? transport
    : loggedTransport(transport, options.log, timing, access.context);
}

async function accessOf(options: ConnectOptions): Promise<Access> {
  const pod = options.context === IN_CLUSTER ? inClusterAccess(options.env) : undefined;
  try {
    return await readAccess(options);
  } catch (error) {
    if (pod !== undefined && error instanceof OpsError && error.code === 'not-found') return pod;
    throw error;
  }
}

function withoutCredentials({ context, cluster }: Access): string {
  const url = URL.parse(cluster.server);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new OpsError({
      code: 'invalid-config',
      subject: `context "${context}"`,
      message: `the server of its cluster "${cluster.name}" is no http(s) URL. Correct it in the kubeconfig.`,
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/$/, '');
}
