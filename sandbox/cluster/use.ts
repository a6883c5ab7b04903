import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { ensurePrograms } from './build.ts';
import { type Cluster, type ClusterOptions, startCluster } from './start.ts';

/** What every cluster has, whoever started it. */
export type UsedCluster = Pick<Cluster, 'kubeconfig' | 'context' | 'kubectl' | 'helm' | 'stop'> & {
  /** Set when the cluster was started here: then its options hold, and there are tokens and an audit log. */
  started: Cluster | undefined;
};

/**
 * The cluster of PLUMBLINE_TEST_KUBECONFIG (its current context; use namespaces of your own; it is not
 * stopped), else a new one. kubectl and helm are those of the sandbox either way.
 */
export async function useCluster(
  options: ClusterOptions = {},
  environment: NodeJS.ProcessEnv = process.env,
): Promise<UsedCluster> {
  const kubeconfig = environment['PLUMBLINE_TEST_KUBECONFIG'];
  if (kubeconfig) return existing(kubeconfig, environment);
  const started = await startCluster(options);
  return { ...started, started };
}

async function existing(kubeconfig: string, environment: NodeJS.ProcessEnv): Promise<UsedCluster> {
  if (!existsSync(kubeconfig)) {
    throw new Error(
      `PLUMBLINE_TEST_KUBECONFIG=${kubeconfig}: no such file. Correct it, or unset it to start a cluster.`,
    );
  }
  // Its own: what is on PATH may be of any version, and broken.
  const { kubectl, helm } = await ensurePrograms(environment);
  const flags = [`--kubeconfig=${kubeconfig}`, 'config', 'current-context'];
  const { stdout } = await promisify(execFile)(kubectl, flags);
  return { kubeconfig, context: stdout.trim(), kubectl, helm, stop: async () => {}, started: undefined };
}
