import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { type UsedCluster, useCluster } from '../../sandbox/cluster/use.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the kubeconfig; its current context is an administrator's. */
    kubeconfig: string;
    /** The administrator's context. */
    context: string;
    /** The context of the user `reader`, who has no rights but those a test grants. */
    readerContext: string;
    kubectl: string;
    helm: string | undefined;
    /** Path of the audit log; undefined on a cluster that we did not start. */
    auditLog: string | undefined;
  }
}

/** One real cluster for all integration tests; each takes namespaces (and CRDs) of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await useCluster({ contexts: ['sandbox'] });
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-kubeconfig-'));
  const kubeconfig = await withReader(cluster, join(folder, 'kubeconfig'));
  project.provide('kubeconfig', kubeconfig);
  project.provide('context', cluster.context);
  project.provide('readerContext', readerOf(cluster.context));
  project.provide('kubectl', cluster.kubectl);
  project.provide('helm', cluster.helm);
  project.provide('auditLog', cluster.started?.auditLog);
  return async () => {
    await rm(folder, { recursive: true });
    await cluster.stop();
  };
}

const readerOf = (context: string): string => `reader@${context}`;

interface Kubeconfig {
  contexts: { name: string; context: { cluster: string; user: string } }[];
  users: { name: string; user: object }[];
}

/** The kubeconfig with one more context, in which the administrator acts as the user `reader`: on any cluster. */
async function withReader({ kubectl, kubeconfig, context }: UsedCluster, file: string): Promise<string> {
  const args = ['--kubeconfig', kubeconfig, 'config', 'view', '--raw', '--flatten', '--output', 'json'];
  const { stdout } = await promisify(execFile)(kubectl, args);
  const config = JSON.parse(stdout) as Kubeconfig;
  const own = config.contexts.find(({ name }) => name === context)?.context;
  const user = config.users.find(({ name }) => name === own?.user)?.user;
  if (own === undefined || user === undefined)
    throw new Error(`${kubeconfig}: no user for context ${context}.`);
  config.users.push({ name: 'reader', user: { ...user, as: 'reader' } });
  config.contexts.push({ name: readerOf(context), context: { ...own, user: 'reader' } });
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
