import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import type { ResourceType } from '../../../src/kubernetes/client/resource-type.ts';
import { connect } from '../../../src/kubernetes/connect.ts';

export const CONFIG_MAP: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  verbs: [],
};

export const NAMESPACE: ResourceType = {
  ...CONFIG_MAP,
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};

export const DEPLOYMENT: ResourceType = {
  ...CONFIG_MAP,
  group: 'apps',
  kind: 'Deployment',
  plural: 'deployments',
};

export function connectAs(context: string, kubeconfig = inject('kubeconfig')): Promise<Client> {
  return connect({ context, kubeconfig, env: process.env });
}

export async function createNamespace(client: Client, name: string): Promise<void> {
  await client.apply(
    NAMESPACE,
    { namespace: '', name },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  );
}

export function configMap(namespace: string, name: string, data: Record<string, string>) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data };
}

interface Kubeconfig {
  clusters: { name: string; cluster: Record<string, unknown> }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  users: { name: string; user: Record<string, unknown> }[];
}

/** The test cluster's kubeconfig with one thing changed, in a file of its own. */
export async function changedKubeconfig(
  folder: string,
  change: (cluster: Record<string, unknown>, user: Record<string, unknown>) => void,
): Promise<string> {
  const config = parse(await readFile(inject('kubeconfig'), 'utf8')) as Kubeconfig;
  const context = config.contexts.find(({ name }) => name === inject('context'))?.context;
  const cluster = config.clusters.find(({ name }) => name === context?.cluster);
  const user = config.users.find(({ name }) => name === context?.user);
  if (cluster === undefined || user === undefined)
    throw new Error('the test context is not in its kubeconfig');
  change(cluster.cluster, user.user);
  const file = join(folder, 'kubeconfig');
  await writeFile(file, stringify(config), { mode: 0o600 });
  return file;
}
