import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import type { Authenticator } from '@kubernetes/client-node/dist/auth.js';
import type { User } from '@kubernetes/client-node/dist/config_types.js';
import { FileAuth } from '@kubernetes/client-node/dist/file_auth.js';
import { OpsError } from '../../core/errors.ts';
import { execAuthenticator, execUser } from './exec-plugin.ts';
import type { Access, Environment } from './kubeconfig.ts';

/** The credential of a request. Never shown. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>;
  /** A client certificate, PEM. */
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
}

export interface Credentials {
  /**
   * The current credential, kept until it expires; callers at the same time share one request for a new one.
   * @throws OpsError `unauthorized` when the plugin or the file that gives it fails.
   */
  current(): Promise<Credential>;
  /**
   * Drops a credential that the server refused: the next `current` gets a new one. False: there is no other one to get.
   */
  renew(): boolean;
}

export function createCredentials({ user, cluster, context }: Access, env: Environment): Credentials {
  if (user === undefined) return { current: async () => ({ headers: {} }), renew: () => false };
  const subject = `context "${context}"`;
  const asked = execUser(user, cluster, env);
  const fixed = fixedCredential(user, subject);
  let authenticator = authenticatorOf(asked, subject);
  let running: Promise<Credential> | undefined;
  const ask = async () => merge(await fixed(), asked, await authenticator, subject);
  return {
    async current() {
      running ??= ask().finally(() => (running = undefined));
      return running;
    },
    renew() {
      if (!user.exec && !user.authProvider) return false;
      // An authenticator keeps its credential until it expires; a new authenticator has none yet.
      authenticator = authenticatorOf(asked, subject);
      return true;
    },
  };
}

async function authenticatorOf(user: User, subject: string): Promise<Authenticator | undefined> {
  if (user.exec) return execAuthenticator();
  const provider: unknown = user.authProvider?.name;
  if (!user.authProvider) return undefined;
  if (provider === 'tokenFile') return new FileAuth();
  if (provider === 'oidc') {
    // Seldom used, and slow to load.
    const { OpenIDConnectAuth } = await import('@kubernetes/client-node/dist/oidc_auth.js');
    return new OpenIDConnectAuth();
  }
  throw new OpsError({
    code: 'unsupported',
    subject,
    message: `Kubernetes 1.26 dropped the auth-provider "${String(provider)}". Use its exec plugin instead.`,
  });
}

async function merge(
  fixed: Credential,
  user: User,
  authenticator: Authenticator | undefined,
  subject: string,
): Promise<Credential> {
  if (authenticator === undefined) return fixed;
  const options: RequestOptions & { headers: Record<string, string> } = { headers: {} };
  try {
    await authenticator.applyAuthentication(user, options);
  } catch (error) {
    throw notGiven(user, error, subject);
  }
  const given = {
    headers: { ...fixed.headers, ...trimmed(options.headers) },
    ...(options.cert !== undefined && { cert: options.cert as string }),
    ...(options.key !== undefined && { key: options.key as string }),
  };
  return { ...fixed, ...given };
}

/** A token file often ends with a line break, which no header may hold; and one name must not come twice. */
function trimmed(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]),
  );
}

/** The error's own text is a plugin's output or an answer with tokens in it: left out, with the error itself. */
function notGiven(user: User, error: unknown, subject: string): OpsError {
  const code = (error as NodeJS.ErrnoException).code;
  const why = code === undefined ? 'failed' : `failed (${code})`;
  const source: unknown =
    user.exec?.command ?? user.authProvider?.config?.tokenFile ?? user.authProvider?.name;
  const message =
    code === 'ENOENT'
      ? `${String(source)}, which gives the credentials, is not there. Install it, or correct the kubeconfig.`
      : `${String(source)}, which gives the credentials, ${why}. Run it by hand, or log in again.`;
  return new OpsError({ code: 'unauthorized', subject, message });
}

/** The credential in the kubeconfig itself. Files are read once: a certificate on disk is rotated with a new login. */
function fixedCredential(user: User, subject: string): () => Promise<Credential> {
  let read: Promise<Credential> | undefined;
  const load = async (): Promise<Credential> => {
    const cert = await pem(user.certFile, user.certData, subject);
    const key = await pem(user.keyFile, user.keyData, subject);
    return { headers: fixedHeaders(user), ...(cert && { cert }), ...(key && { key }) };
  };
  return () => (read ??= load());
}

/** PEM text from the kubeconfig (base64) or from a file that it names. */
export async function pem(
  file: string | undefined,
  data: string | undefined,
  subject: string,
): Promise<Buffer | undefined> {
  if (data) return Buffer.from(data, 'base64');
  if (!file) return undefined;
  try {
    return await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const message = `${file}, which its kubeconfig names, cannot be read (${code}). Correct the path or the permissions.`;
    throw new OpsError({ code: 'invalid-config', subject, message, cause });
  }
}

function fixedHeaders(user: User): Record<string, string> {
  const headers: Record<string, string> = {};
  if (user.username) {
    const pair = `${user.username}:${user.password ?? ''}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  if (user.token) headers['authorization'] = `Bearer ${user.token}`.trim();
  if (user.impersonateUser) headers['impersonate-user'] = user.impersonateUser;
  return headers;
}
