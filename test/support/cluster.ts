import type { TestProject } from 'vitest/node';
import { useCluster } from '../../sandbox/cluster/use.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the kubeconfig; its current context is an administrator's. */
    kubeconfig: string;
    /** The administrator's context. */
    context: string;
    /** The context of a user of the group `readers`, who has no rights but those a test grants. */
    readerContext: string;
    kubectl: string;
    /** Path of the audit log; undefined on a cluster that we did not start. */
    auditLog: string | undefined;
  }
}

/** One real cluster for all integration tests; each takes namespaces (and CRDs) of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await useCluster({
    contexts: ['sandbox'],
    users: [{ name: 'reader', groups: ['readers'] }],
  });
  project.provide('kubeconfig', cluster.kubeconfig);
  project.provide('context', cluster.context);
  project.provide('readerContext', `reader@${cluster.context}`);
  project.provide('kubectl', cluster.kubectl);
  project.provide('auditLog', cluster.started?.auditLog);
  return cluster.stop;
}
