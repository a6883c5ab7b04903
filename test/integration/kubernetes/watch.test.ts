import { isIP } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { connect } from '../../../src/kubernetes/connect.ts';
import { createQuiet } from '../../../src/kubernetes/watch/watch-quiet.ts';
import { type Live, live } from '../../support/live.ts';
import { targetIn } from '../../support/targets.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { CONFIG_MAP, DEPLOYMENT, changedKubeconfig } from './connections.ts';
import { type TcpProxy, startTcpProxy } from './tcp-proxy.ts';
import { watching } from './watching.ts';

const settings = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { mode: fast }
`;
const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "web:1", env: [{ name: A, value: "1" }] }]
`;
const crd = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: NAMES.watch.example.com }
spec:
  group: watch.example.com
  names: { kind: KIND, plural: NAMES, singular: NAME }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

/** Well below the second in which a person would look again. */
const SOON = 1000;

/** Changes something, and says how many milliseconds after it was done the call came. */
async function delayOf(next: Promise<number>, change: () => Promise<unknown>): Promise<number> {
  await change();
  const done = performance.now();
  return (await next) - done;
}

describe('a watch of what a target owns', () => {
  it('calls back soon after somebody edits, relabels, deletes or makes an object again', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(settings);
    const { call } = await watching(targetIn(namespace));
    const patch = (body: string) => kubectl(['patch', 'configmap/settings', '--type=merge', '-p', body]);
    const backup = await kubectl(['get', 'configmap/settings', '-o', 'yaml']);

    expect(await delayOf(call(), () => patch('{"data":{"mode":"slow"}}'))).toBeLessThan(SOON);
    const part = 'applyset.kubernetes.io/part-of';
    expect(await delayOf(call(), () => kubectl(['label', 'configmap/settings', `${part}-`]))).toBeLessThan(
      SOON,
    );
    const again = ['label', 'configmap/settings', `${part}=${/part-of: (.*)/.exec(backup)?.[1] ?? ''}`];
    expect(await delayOf(call(), () => kubectl(again))).toBeLessThan(SOON);
    expect(await delayOf(call(), () => kubectl(['delete', 'configmap/settings']))).toBeLessThan(SOON);
    const anew = backup.replace(/ +(uid|resourceVersion|creationTimestamp): .*\n/g, '');
    expect(await delayOf(call(), () => kubectl(['create', '-f', '-'], anew))).toBeLessThan(SOON);
  });

  it('D9: calls back soon after an env entry was added by hand', async () => {
    const { namespace, sync } = await live();
    await sync(deployment);
    const { call } = await watching(targetIn(namespace));
    const client = await connect({ context: inject('context'), kubeconfig: inject('kubeconfig'), env: {} });
    const env = [
      { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'B', value: '2' } },
    ];
    const edit = () =>
      client.patch(DEPLOYMENT, { namespace, name: 'web' }, 'application/json-patch+json', env, {
        fieldManager: 'kubectl-edit',
      });
    expect(await delayOf(call(), edit)).toBeLessThan(SOON);
    await client.close();
  });

  it('makes few calls of many changes, and one after the last of them', async () => {
    const { namespace, sync } = await live();
    await sync(settings);
    const { call, calls } = await watching(targetIn(namespace));
    const client = await connect({ context: inject('context'), kubeconfig: inject('kubeconfig'), env: {} });
    const before = calls();
    let last = call();
    for (let i = 0; i < 50; i += 1) {
      last = call();
      await client.patch(CONFIG_MAP, { namespace, name: 'settings' }, 'application/merge-patch+json', {
        data: { mode: String(i) },
      });
    }
    await last;
    expect(calls() - before).toBeLessThan(25);
    await client.close();
  });

  it('makes no call of what controllers say in the status', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(deployment);
    const client = await connect({ context: inject('context'), kubeconfig: inject('kubeconfig'), env: {} });
    const { resourceVersion } = await client.list(DEPLOYMENT, { namespace });
    const limits = { lifetime: 60_000, silence: 60_000 };
    const events = await client.watch(DEPLOYMENT, { namespace, resourceVersion, ...limits });
    await kubectl(['label', 'deployment/web', 'first=yes']);
    await kubectl(['scale', 'deployment/web', '--replicas=2']);
    await kubectl(['rollout', 'status', 'deployment/web', '--timeout=20s']);
    await kubectl(['label', 'deployment/web', 'last=yes']);
    const isQuiet = createQuiet();
    const seen: string[] = [];
    for await (const event of events) {
      const { labels, generation } = event.object['metadata'] as { labels: object; generation: number };
      if (event.type !== 'BOOKMARK') seen.push(`${isQuiet(event) ? 'status' : 'change'} ${generation}`);
      if ('last' in labels) break;
    }
    expect([seen.at(0), seen.at(1), seen.at(-1)]).toEqual(['change 1', 'change 2', 'change 2']);
    expect(seen).toContain('status 2');
    await client.close();
  });

  it('makes no call after it was stopped', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(settings);
    const stopped = await watching(targetIn(namespace));
    const witness = await watching(targetIn(namespace));
    const before = stopped.calls();
    await stopped.stop();
    await delayOf(witness.call(), () => kubectl(['delete', 'configmap/settings']));
    expect(stopped.calls()).toBe(before);
  });

  it('calls now and then without a reason', async () => {
    const { namespace } = await live();
    const { call } = await watching(targetIn(namespace), { resync: 100 });
    await call();
    expect(await call()).toBeGreaterThan(0);
  });
});

describe('a watch of a target whose members change', () => {
  it('sees the first sync, and follows what it recorded', async () => {
    const { namespace, sync, kubectl } = await live();
    const { call, told } = await watching(targetIn(namespace), { gather: 1 });
    const opened = told(new RegExp(`^kubernetes request .*/namespaces/${namespace}/configmaps\\?watch=true`));
    const synced = call();
    await sync(settings);
    await synced;
    await opened;
    expect(await delayOf(call(), () => kubectl(['delete', 'configmap/settings']))).toBeLessThan(SOON);
  });

  it('goes on when the namespace is gone and made again', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(settings);
    const { call } = await watching(targetIn(namespace));
    await delayOf(call(), () => kubectl(['delete', 'namespace', namespace]));
    await kubectl(['create', 'namespace', namespace]);
    const next = call();
    expect(await sync(settings)).toMatchObject({ status: 'synced' });
    await next;
    expect(await delayOf(call(), () => kubectl(['delete', 'configmap/settings']))).toBeLessThan(SOON);
  });

  it('goes on when a CRD is gone and made again', async () => {
    const { namespace, sync, kubectl } = await live();
    const name = namespace.replace('-', '');
    const own = crd.replaceAll('NAMES', `${name}s`).replaceAll('NAME', name).replaceAll('KIND', name);
    const custom = `apiVersion: watch.example.com/v1\nkind: ${name}\nmetadata: { name: mine }\n`;
    await kubectl(['apply', '-f', '-'], own);
    await kubectl(['wait', '--for=condition=Established', `crd/${name}s.watch.example.com`]);
    expect(await sync(custom)).toMatchObject({ status: 'synced' });
    const { call, told } = await watching(targetIn(namespace), { gather: 1, longestDelay: 200 });
    const gone = told(/a watch fails.*does not serve the kind/);
    await delayOf(call(), () => kubectl(['delete', `crd/${name}s.watch.example.com`]));
    await gone;
    const back = told(/a watch is back/);
    await kubectl(['apply', '-f', '-'], own);
    await back;
    const next = call();
    expect(await sync(custom)).toMatchObject({ status: 'synced' });
    await next;
    expect(await delayOf(call(), () => kubectl(['delete', `${name}/mine`]))).toBeLessThan(SOON);
    await kubectl(['delete', `crd/${name}s.watch.example.com`]);
  });
});

describe('a watch whose connection fails', () => {
  it('tells what was changed while the API server could not be reached', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(settings);
    const { proxy, kubeconfig } = await overProxy();
    const { call, told, calls } = await watching(targetIn(namespace), { kubeconfig, longestDelay: 500 });
    const before = calls();
    const warned = told(/^a watch fails, and is tried again/);
    proxy.refuse();
    await kubectl(['delete', 'configmap/settings']);
    await warned;
    expect(calls()).toBe(before);
    const next = call();
    proxy.allow();
    await next;
  });

  it('goes on where it was after a cut, without a list and without a call', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(settings);
    const { proxy, kubeconfig } = await overProxy();
    const { call, told, calls } = await watching(targetIn(namespace), { kubeconfig });
    const before = calls();
    const resumed = told(new RegExp(`/namespaces/${namespace}/configmaps\\?watch=true`));
    proxy.cut();
    await resumed;
    expect(calls()).toBe(before);
    expect(await delayOf(call(), () => kubectl(['delete', 'configmap/settings']))).toBeLessThan(SOON);
  });

  it('does not wait for ever on a connection that is dead without saying so', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(settings);
    const { proxy, kubeconfig } = await overProxy();
    const { call } = await watching(targetIn(namespace), { kubeconfig, silence: 500 });
    proxy.forget();
    const next = call();
    await kubectl(['delete', 'configmap/settings']);
    await next;
  });
});

describe('a watch that is not allowed', () => {
  it('says what to grant, and watches the rest', async () => {
    const { namespace, sync, kubectl } = await live();
    await sync(`${settings}---\napiVersion: v1\nkind: Secret\nmetadata: { name: token }\n`);
    await grantToReader(kubectl, namespace, 'configmaps', ['list', 'watch']);
    await grantToReader(kubectl, 'plumbline-system', 'configmaps', ['get', 'list', 'watch'], namespace);
    const lines: string[] = [];
    const { call } = await watching(targetIn(namespace), { context: inject('readerContext'), lines });
    expect(lines.filter((line) => line.startsWith('a watch fails'))).toEqual([
      expect.stringContaining(`list of secrets in ${namespace}: list refused (Forbidden)`),
    ]);
    expect(lines.join('\n')).toContain('Grant list on secrets to the account');
    expect(await delayOf(call(), () => kubectl(['delete', 'configmap/settings']))).toBeLessThan(SOON);
  });
});

async function grantToReader(
  kubectl: Live['kubectl'],
  namespace: string,
  resource: string,
  verbs: readonly string[],
  name = 'watcher',
): Promise<void> {
  const inNamespace = ['--namespace', namespace];
  await kubectl([
    'create',
    'role',
    name,
    ...inNamespace,
    `--verb=${verbs.join(',')}`,
    `--resource=${resource}`,
  ]);
  await kubectl(['create', 'rolebinding', name, ...inNamespace, `--role=${name}`, '--user=reader']);
  onTestFinished(
    async () => void (await kubectl(['delete', `rolebinding/${name}`, `role/${name}`, ...inNamespace])),
  );
}

/** A line to the API server that can be cut, and a kubeconfig that goes over it. */
async function overProxy(): Promise<{ proxy: TcpProxy; kubeconfig: string }> {
  let server = '';
  await changedKubeconfig(folderWith({}), (cluster) => (server = String(cluster['server'])));
  const { hostname, port } = new URL(server);
  const proxy = await startTcpProxy(hostname, Number(port || 443));
  const kubeconfig = await changedKubeconfig(folderWith({}), (cluster) => {
    if (isIP(hostname) === 0) cluster['tls-server-name'] = hostname;
    cluster['server'] = `https://127.0.0.1:${proxy.port}`;
  });
  return { proxy, kubeconfig };
}
