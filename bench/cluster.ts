import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, startCluster } from '../sandbox/cluster/start.ts';
import { namespacesOf } from './manifests/service.ts';
import { run } from './program.ts';
import { sizeOf } from './requests.ts';

/** The cluster of one whole benchmark, and a folder for manifests and state. */
export interface Place {
  readonly cluster: Cluster;
  readonly folder: string;
  /** The environment of every tool. */
  readonly env: NodeJS.ProcessEnv;
  readonly kubectl: (...args: string[]) => Promise<string>;
  /** The path of a Flux built here; undefined where there is no Go to build it. */
  readonly flux: string | undefined;
}

export async function withPlace<T>(flux: string | undefined, work: (place: Place) => Promise<T>): Promise<T> {
  const cluster = await startCluster();
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, KUBECONFIG: cluster.kubeconfig };
  const kubectl = async (...args: string[]) => (await run({ program: cluster.kubectl, args, env })).stdout;
  try {
    return await work({ cluster, folder, env, kubectl, flux });
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the audit log in a second: about 25 requests. */
const QUIET_BYTES = 32 * 1024;
const PATIENCE_MS = 60_000;

/** Waits until controllers have done what follows from the last change: until hardly anything is logged. */
export async function settled({ cluster }: Place): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  let before = await sizeOf(cluster.auditLog);
  while (Date.now() < until) {
    await sleep(1000);
    const now = await sizeOf(cluster.auditLog);
    if (now - before < QUIET_BYTES) return;
    before = now;
  }
}

export async function makeNamespaces({ kubectl }: Place, set: string): Promise<void> {
  for (const namespace of namespacesOf(set)) {
    const found = await kubectl('get', 'namespace', namespace, '--ignore-not-found', '-o', 'name');
    if (found === '') await kubectl('create', 'namespace', namespace);
  }
}

/** Every kind that a mix has, and what controllers make for them. */
export const KINDS =
  'deployments,statefulsets,daemonsets,cronjobs,services,configmaps,secrets,serviceaccounts,roles,' +
  'rolebindings,ingresses,horizontalpodautoscalers,poddisruptionbudgets,networkpolicies';

const OURS = 'app.kubernetes.io/part-of=shop';

/** Deletes what a tool applied, and what Plumbline noted about it. */
export async function clear(place: Place, set: string): Promise<void> {
  const { kubectl } = place;
  for (const namespace of namespacesOf(set))
    await kubectl('delete', KINDS, '-n', namespace, '-l', OURS, '--wait=false');
  await kubectl('delete', 'configmap', '-n', 'plumbline-system', set, '--ignore-not-found');
  await settled(place);
  const left = await countLive(place, set);
  if (left > 0) throw new Error(`bench: ${left} objects of ${set} are left after they were deleted.`);
}

/** How many objects of a set are live. */
export async function countLive({ kubectl }: Place, set: string): Promise<number> {
  const lists = await Promise.all(
    namespacesOf(set).map((namespace) => kubectl('get', KINDS, '-n', namespace, '-l', OURS, '-o', 'name')),
  );
  return lists.join('').split('\n').filter(Boolean).length;
}
