import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import {
  type Cluster,
  type Context,
  type User,
  newClusters,
  newContexts,
  newUsers,
} from '@kubernetes/client-node/dist/config_types.js';
// The whole package takes 0.7 s to load, its parts 10 ms, and no `exports` map hides them.
import { parse } from 'yaml';
import { OpsError } from '../../core/errors.ts';
import { absolute } from './kubeconfig-paths.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How one context reaches its cluster. Holds credentials: never shown. */
export interface Access {
  readonly context: string;
  readonly cluster: Cluster;
  /** Absent where the context names no user: an anonymous one. */
  readonly user?: User;
}

interface Entries {
  readonly clusters: Cluster[];
  readonly contexts: Context[];
  readonly users: User[];
}

export interface KubeconfigOptions {
  readonly context: string;
  /** One file. Where absent: KUBECONFIG (several files), else `~/.kube/config`. */
  readonly kubeconfig?: string;
  readonly env: Environment;
  /** The user to act as, whatever the kubeconfig says. */
  readonly as?: string;
  /** The next step where there is no such context; a sentence. */
  readonly cure?: string;
  /** The next step where there is no kubeconfig; a sentence. Absent: as at a terminal. */
  readonly cureOfNone?: string;
}

/**
 * Finds a context. As with kubectl, of two entries of one name the first counts, and missing files in KUBECONFIG are
 * passed over where it lists several.
 * @throws OpsError `not-found` without the context or any file, `invalid-config` for a broken file.
 */
export async function readAccess(options: KubeconfigOptions): Promise<Access> {
  const files = kubeconfigFiles(options);
  const read = await Promise.all(files.map((file) => readEntries(file)));
  const present = files.filter((_, i) => read[i] !== undefined);
  const entries = read.filter((entry) => entry !== undefined);
  if (entries.length === 0) throw noKubeconfig(options, files);
  const contexts = entries.flatMap((entry) => entry.contexts);
  const context = contexts.find(({ name }) => name === options.context);
  if (context === undefined) throw noContext(options, present, contexts);
  const cluster = entries.flatMap((entry) => entry.clusters).find(({ name }) => name === context.cluster);
  if (cluster === undefined) throw noEntry(options.context, 'cluster', context.cluster, present);
  const user = entries.flatMap((entry) => entry.users).find(({ name }) => name === context.user);
  if (user === undefined && context.user) throw noEntry(options.context, 'user', context.user, present);
  return { context: options.context, cluster, ...userAs(user, options.as) };
}

/** Where kubeconfig files are looked for, in order. */
export function kubeconfigFiles({ kubeconfig, env }: Omit<KubeconfigOptions, 'context'>): string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return listed;
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home === undefined ? [] : [join(home, '.kube', 'config')];
}

async function readEntries(file: string): Promise<Entries | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    throw new OpsError({
      code: 'invalid-config',
      subject: file,
      message: `the kubeconfig cannot be read (${code}). Correct its permissions, or name another file.`,
      cause,
    });
  }
  return parseEntries(file, text);
}

function parseEntries(file: string, text: string): Entries {
  try {
    const document: unknown = parse(text, { logLevel: 'error' });
    const { clusters, contexts, users } = absolute(document, dirname(file));
    return { clusters: newClusters(clusters), contexts: newContexts(contexts), users: newUsers(users) };
  } catch (cause) {
    // The parser's text quotes the line, which may hold a token: neither shown nor kept.
    const line = (cause as { linePos?: [{ line: number }] }).linePos?.[0].line;
    throw new OpsError({
      code: 'invalid-config',
      subject: line === undefined ? file : `${file}:${line}`,
      message: 'it is not a kubeconfig. Check it with "kubectl config view".',
    });
  }
}

function noKubeconfig({ context, cureOfNone }: KubeconfigOptions, files: readonly string[]): OpsError {
  const places = files.length === 0 ? 'KUBECONFIG and HOME are not set' : `looked at ${files.join(', ')}`;
  return new OpsError({
    code: 'not-found',
    subject: `context "${context}"`,
    message: `there is no kubeconfig (${places}). ${cureOfNone ?? 'Set KUBECONFIG, or pass --kubeconfig.'}`,
  });
}

/** The user that acts as another one where `as` is given. An anonymous user may act as nobody: the server says so. */
function userAs(user: User | undefined, as: string | undefined): { user?: User } {
  if (as === undefined) return user === undefined ? {} : { user };
  return { user: { name: '', ...user, impersonateUser: as } };
}

function noContext(
  { context, cure }: KubeconfigOptions,
  files: readonly string[],
  known: readonly Context[],
): OpsError {
  const names = [...new Set(known.map(({ name }) => name))];
  return new OpsError({
    code: 'not-found',
    subject: `context "${context}"`,
    message: `not in the kubeconfig (${files.join(', ')}). Known contexts: ${names.join(', ') || 'none'}.${cure === undefined ? '' : ` ${cure}`}`,
  });
}

function noEntry(context: string, what: string, name: string, files: readonly string[]): OpsError {
  return new OpsError({
    code: 'invalid-config',
    subject: `context "${context}"`,
    message: `its ${what} "${name}" is not in the kubeconfig (${files.join(', ')}). Add it, or correct the context.`,
  });
}
