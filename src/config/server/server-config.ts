import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OpsError } from '../../core/errors.ts';
import { type Grant, isNothing } from '../../kubernetes/config/grant.ts';
import { describeProblem } from '../problem.ts';
import { parseStrict } from '../strict.ts';
import { SERVER_RULES } from './server-rules.ts';
import { type RawCluster, type RawServerConfig, SERVER_SCHEMA } from './server-schema.ts';

/** The server's access to a cluster: by a context, or by the account of its own pod. */
export interface ServerCluster {
  /** Absent with `inCluster`. */
  readonly context?: string;
  /** An absolute path; absent: found as by kubectl. */
  readonly kubeconfig?: string;
  readonly inCluster: boolean;
}

export interface Granted {
  readonly repository: string;
  readonly clusters: ReadonlyMap<string, Grant>;
}

/** The clusters, and the grants of repositories in them. */
export interface ServerConfig {
  /** Whether the file names the repository at all; for any other nothing is done and nothing written. */
  readonly knows: (repository: string) => boolean;
  readonly clusters: ReadonlyMap<string, ServerCluster>;
  /** All grants; repositories in lower case. */
  readonly grants: readonly Granted[];
  /** The commit whose configuration the server itself puts in force, past every gate. */
  readonly configurationOf: (repository: string) => string | undefined;
  /** @param repository `owner/name`, in any case. @returns undefined: it may use nothing of the cluster. */
  readonly grantOf: (repository: string, cluster: string) => Grant | undefined;
}

/**
 * Reads the server's file.
 * @throws OpsError `invalid-config` when it cannot be read, or listing every problem with its line.
 */
export async function loadServerConfig(path: string): Promise<ServerConfig> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new OpsError({
      code: 'invalid-config',
      subject: path,
      message: `it cannot be read (${cause.code ?? 'unknown'}). Name the server's file in PLUMBLINE_SERVER_CONFIG.`,
      cause,
    });
  });
  const checked = parseStrict(text, path, { schema: SERVER_SCHEMA, rules: SERVER_RULES });
  if (checked.status === 'ok') return normalize(checked.value, dirname(resolve(path)));
  throw new OpsError({
    code: 'invalid-config',
    subject: path,
    message: `it is not valid:\n${checked.problems.map(describeProblem).join('\n')}`,
  });
}

function normalize(raw: RawServerConfig, folder: string): ServerConfig {
  const clusters = Object.entries(raw.clusters).map(
    ([name, cluster]) => [name, clusterOf(name, cluster, folder)] as const,
  );
  const grants = grantsOf(raw, folder);
  const set = new Map(
    Object.entries(raw.repositories).map(([name, { configuration }]) => [name.toLowerCase(), configuration]),
  );
  return {
    clusters: new Map(clusters),
    grants: [...grants].map(([repository, granted]) => ({ repository, clusters: granted })),
    knows: (repository) => grants.has(repository.toLowerCase()),
    configurationOf: (repository) => set.get(repository.toLowerCase()),
    grantOf: (repository, cluster) => {
      const grant = grants.get(repository.toLowerCase())?.get(cluster);
      return grant === undefined || isNothing(grant) ? undefined : grant;
    },
  };
}

/** A relative path is resolved from the folder of the server's file. */
function clusterOf(name: string, raw: RawCluster, folder: string): ServerCluster {
  if (raw['in-cluster'] === true) return { inCluster: true };
  const { context = name, kubeconfig } = raw;
  return {
    context,
    inCluster: false,
    ...(kubeconfig !== undefined && { kubeconfig: resolve(folder, kubeconfig) }),
  };
}

function grantsOf(raw: RawServerConfig, folder: string): Map<string, Map<string, Grant>> {
  const all = Object.entries(raw.repositories).map(([repository, { clusters }]) => {
    const grants = Object.entries(clusters).map(([cluster, grant]) => {
      const { namespaces, 'cluster-scoped': clusterScoped, 'take-over': takeOver } = grant;
      const shared = sharedWith(raw, folder, repository, cluster);
      return [cluster, { namespaces, clusterScoped, takeOver, shared }] as const;
    });
    return [repository.toLowerCase(), new Map(grants)] as const;
  });
  return new Map(all);
}

/** Namespaces granted to other repositories in the same cluster, which may have several names. */
function sharedWith(raw: RawServerConfig, folder: string, repository: string, cluster: string) {
  const reached = (name: string) => JSON.stringify(clusterOf(name, raw.clusters[name] ?? {}, folder));
  const others = Object.entries(raw.repositories).filter(([name]) => name !== repository);
  const grants = others.flatMap(([, { clusters }]) =>
    Object.entries(clusters).filter(([name]) => reached(name) === reached(cluster)),
  );
  const namespaces = grants.flatMap(([, grant]) => grant.namespaces);
  return namespaces.includes('*') ? '*' : [...new Set(namespaces)];
}
