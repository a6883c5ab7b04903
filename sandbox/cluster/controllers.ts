import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceAccountKey, authorityFile } from './api-server.ts';
import { type Access, answers, ask } from './api.ts';
import { type Endpoint, kubeconfig } from './kubeconfig.ts';
import type { Controllers } from './programs.ts';
import { readyWhen } from './ready.ts';
import type { Site } from './site.ts';

const NODE = 'sandbox';
const CAPACITY = { cpu: '64', memory: '256Gi', pods: '1000' };

/** Starts what makes a Deployment roll out. Resolves when a pod could be scheduled. */
export async function startControllers(site: Site, endpoint: Endpoint, programs: Controllers): Promise<void> {
  const access = { ...endpoint, token: site.identities.of('sandbox').token };
  const [asManager, asScheduler, asKwok] = await Promise.all([
    kubeconfigOf(site, endpoint, 'system:kube-controller-manager'),
    kubeconfigOf(site, endpoint, 'system:kube-scheduler'),
    kubeconfigOf(site, endpoint, 'kwok'),
  ]);
  const manager = site.launch('kube-controller-manager', programs.controllerManager, [
    ...common(asManager),
    `--service-account-private-key-file=${serviceAccountKey(site.folder)}`,
    `--root-ca-file=${authorityFile(site.folder)}`,
    '--use-service-account-credentials=true',
  ]);
  site.launch('kube-scheduler', programs.scheduler, common(asScheduler));
  const kwok = site.launch('kwok', programs.kwok, kwokFlags(asKwok, programs.stages));
  await createNode(access);
  await readyWhen(manager, () => answers(access, '/api/v1/namespaces/default/serviceaccounts/default'));
  await readyWhen(kwok, () => nodeIsReady(access));
}

function common(kubeconfig: string): string[] {
  // By default they wait between requests, and the first 200 of them take 5 seconds.
  const unhurried = ['--kube-api-qps=1000', '--kube-api-burst=1000'];
  return [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0', ...unhurried];
}

function kwokFlags(kubeconfig: string, stages: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${stages}`,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
  ];
}

async function kubeconfigOf(site: Site, endpoint: Endpoint, name: string): Promise<string> {
  const file = join(site.folder, `${name.replace(':', '-')}.kubeconfig`);
  await writeFile(file, kubeconfig(endpoint, ['sandbox'], [site.identities.of(name)]));
  return file;
}

async function createNode(access: Access): Promise<void> {
  const { status, body } = await ask(access, 'POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: NODE, labels: { 'kubernetes.io/hostname': NODE, 'kubernetes.io/os': 'linux' } },
    status: { capacity: CAPACITY, allocatable: CAPACITY },
  });
  if (status !== 201) throw new Error(`sandbox cluster: Node ${NODE} was refused (${status}): ${body}`);
}

async function nodeIsReady(access: Access): Promise<boolean> {
  const { body } = await ask(access, 'GET', `/api/v1/nodes/${NODE}`);
  const node = JSON.parse(body) as { status: { conditions?: { type: string; status: string }[] } };
  return node.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
