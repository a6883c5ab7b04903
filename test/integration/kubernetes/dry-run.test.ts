import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCluster } from '../../../sandbox/cluster/start.ts';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import { idOf } from '../../../src/kubernetes/objects/resource.ts';
import { type Live, live, summary } from '../../support/live.ts';
import { definitionOf } from './cases/definitions.ts';

const map = (name: string, data = '{ a: "1" }', where = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${where} }\ndata: ${data}\n---\n`;

const namespaceOf = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n---\n`;

/** A namespace that the source declares, gone after the test. */
function freshNamespace({ namespace, kubectl }: Live): string {
  const fresh = `${namespace}-fresh`;
  onTestFinished(
    async () => void (await kubectl(['delete', 'namespace', fresh, '--ignore-not-found', '--wait=false'])),
  );
  return fresh;
}

const definition = (group: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Thing, plural: things, singular: thing, listKind: ThingList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer, maximum: 5 } } } }
---
`;
const thing = (group: string, size: number) =>
  `apiVersion: ${group}/v1\nkind: Thing\nmetadata: { name: one }\nspec: { size: ${size} }\n---\n`;

describe('what the server cannot be asked yet', () => {
  it('E1: an object of a namespace of the same source is tried in another one, and created after it', async () => {
    const cluster = await live();
    const fresh = freshNamespace(cluster);
    const source = namespaceOf(fresh) + map('a', '{ a: "1" }', `, namespace: ${fresh}`);
    const found = await cluster.plan(source);
    expect(verdictOf(found)).toBe('different');
    expect(found.changes.map(({ action, subject }) => `${action} ${idOf(subject).kind}`)).toEqual([
      'create Namespace',
      'create ConfigMap',
    ]);
    expect(found.changes[1]?.marks[0]?.text).toContain(`${fresh} is created by the same sync`);
    expect(await cluster.sync(source)).toMatchObject({ status: 'synced' });
  });

  it('E1: a mistake in it is seen before anything is applied', async () => {
    const cluster = await live();
    const fresh = freshNamespace(cluster);
    const found = await cluster.plan(namespaceOf(fresh) + map('a', '{ a: 1 }', `, namespace: ${fresh}`));
    expect(found.unknown[0]?.message).toMatch(
      /all\.yaml:5: ConfigMap test-.*-fresh\/a: dry-run refused \(Invalid\): data\.a: it must be text, and is a number\. Put it in quotes\.$/,
    );
  });

  it('E2: a custom resource beside its CRD is shown as not validated, and applied when the CRD is there', async () => {
    const { plan, sync, namespace, kubectl } = await live();
    const group = `${namespace}.example.com`;
    onTestFinished(
      async () => void (await kubectl(['delete', 'crd', `things.${group}`, '--ignore-not-found'])),
    );
    const source = definition(group) + thing(group, 3);
    const found = await plan(source);
    expect(found.changes[1]?.marks[0]?.text).toBe('not validated yet: its CRD is created by the same sync');
    expect(found.changes.map(({ foresight }) => foresight)).toEqual([undefined, 'not-validated']);
    expect(await sync(source)).toMatchObject({ status: 'synced' });
    expect(summary(await plan(source))).toEqual([]);
  });

  it('E2: what the schema refuses then is told for that object', async () => {
    const { sync, namespace, kubectl } = await live();
    const group = `${namespace}.example.com`;
    onTestFinished(
      async () => void (await kubectl(['delete', 'crd', `things.${group}`, '--ignore-not-found'])),
    );
    const report = await sync(definition(group) + thing(group, 9));
    expect(report).toMatchObject({
      status: 'failed',
      outcomes: [{ result: 'applied' }, { result: 'failed' }],
    });
    expect(JSON.stringify(report)).toContain('spec.size');
  });

  it('E12: a Pod whose ServiceAccount is created by the same sync depends on it, and is no mistake', async () => {
    const { plan, sync } = await live();
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: runner }\n---\n';
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { serviceAccountName: runner, containers: [{ name: c, image: "c:1" }] }\n---\n';
    const found = await plan(account + pod);
    expect(found.unknown).toEqual([]);
    expect(found.changes.find(({ subject }) => idOf(subject).kind === 'Pod')?.marks[0]?.text).toMatch(
      /ServiceAccount .*\/runner is created/,
    );
    expect((await plan(pod)).unknown[0]?.message).toContain('runner');
    expect(await sync(account + pod)).toMatchObject({ status: 'synced' });
  });
});

describe('a webhook', () => {
  it('E5: that takes no part in dry-runs leaves an estimate, said to be one, and the rest of the plan', async () => {
    const own = await startCluster({ controllers: false });
    onTestFinished(() => own.stop());
    const cluster = await live({ on: own });
    await cluster.sync(map('a') + map('b'));
    await withSideEffects(cluster, own.kubeconfig, '/configmaps', map('probe'));
    const found = await cluster.plan(map('a', '{ a: "2" }') + map('b'));
    expect(summary(found)).toEqual(['update ConfigMap a: data.a "1" → "2"']);
    expect(found.changes[0]).toMatchObject({ foresight: 'estimate', marks: [{ level: 'warning' }] });
    expect(found.changes[0]?.marks[0]?.text).toMatch(/since "test-.*" does not take part .* an estimate/);
    expect(found.unchanged).toBe(1);
    const created = await cluster.plan(map('a') + map('b') + map('c'));
    expect(created.changes[0]).toMatchObject({ action: 'create', marks: [{ level: 'warning' }] });
  });

  it('E5, B7: that takes no part in dry-runs is no obstacle to an object whose owners are of a version that is gone', async () => {
    const own = await startCluster({ controllers: false });
    onTestFinished(() => own.stop());
    const cluster = await live({ on: own });
    const { group, widget, serve, migrate } = definitionOf(cluster);
    await serve({ name: 'v1alpha1', storage: true }, { name: 'v1' });
    await cluster.sync(widget('v1alpha1', 'w', { size: 1, color: 'red' }));
    await serve({ name: 'v1alpha1' }, { name: 'v1', storage: true });
    await migrate('v1', 'w');
    await serve({ name: 'v1', storage: true });
    await withSideEffects(cluster, own.kubeconfig, `${group}/widgets`, widget('v1', 'probe', {}));
    const wanted = widget('v1', 'w', { size: 2 });
    const found = await cluster.plan(wanted);
    expect(summary(found)).toEqual([`update ${group}/Widget w: spec.size 1 → 2; spec.color "red" → ∅`]);
    expect(found.changes[0]?.marks[0]?.text).toContain('an estimate');
    expect(await cluster.sync(wanted)).toMatchObject({ status: 'synced' });
    expect((await cluster.get(`widgets.${group}/w`))['spec']).toEqual({ size: 2 });
  });
});

/**
 * A webhook for a resource of the namespace that says that it has side effects, and is down, which is let pass. Of the API
 * of today it could not be made any more: such ones were stored by older servers.
 * @param resource as `apps/deployments`, `/configmaps`; `sample`: an object of it
 */
async function withSideEffects(
  { kubectl, namespace }: Live,
  kubeconfig: string,
  resource: string,
  sample: string,
): Promise<void> {
  const name = `${namespace}.example.com`;
  const [group = '', plural = ''] = resource.split('/');
  const webhook = {
    name,
    admissionReviewVersions: ['v1'],
    sideEffects: 'Some',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://127.0.0.1:1/hook' },
    rules: [
      { apiGroups: [group], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: [plural] },
    ],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  };
  const kind = 'ValidatingWebhookConfiguration';
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const object = { apiVersion, kind, metadata: { name }, webhooks: [webhook] };
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  await post(join(dirname(kubeconfig), 'etcd.sock'), '/v3/kv/put', {
    key: base64(`/registry/validatingwebhookconfigurations/${name}`),
    value: base64(JSON.stringify(object)),
  });
  const probe = () =>
    kubectl(['create', '--dry-run=server', '-f', '-'], sample).catch((error: Error) => error.message);
  await expect.poll(probe, { timeout: 20_000 }).toContain('dry run');
}

function post(socketPath: string, path: string, body: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method: 'POST' }, (response) => {
      response.resume().once('end', resolve);
    });
    call.once('error', reject).end(JSON.stringify(body));
  });
}

describe('fields of others', () => {
  it('E15: a field that another manager applied is taken from it by name, in the preview and at the apply', async () => {
    const { plan, sync, kubectl } = await live();
    await kubectl(
      ['apply', '--server-side', '--field-manager=helm', '-f', '-'],
      map('a', '{ a: "theirs", b: "b" }'),
    );
    const found = await plan(map('a', '{ a: "ours" }'));
    expect(summary(found)).toEqual(['update ConfigMap a: data.a "theirs" → "ours"']);
    expect(found.changes[0]?.fields[0]).toMatchObject({ taken: ['helm'], writer: { manager: 'helm' } });
    expect(await sync(map('a', '{ a: "ours" }'))).toMatchObject({ status: 'synced' });
  });

  it('D8: a field that leaves the source and is another manager’s as well is said to stay', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(map('a', '{ a: "1", b: "2" }'));
    await kubectl(['apply', '--server-side', '--field-manager=helm', '-f', '-'], map('a', '{ b: "2" }'));
    const found = await plan(map('a', '{ a: "1" }'));
    expect(summary(found)).toEqual([]);
    expect(found.warnings.join('\n')).toMatch(
      /ConfigMap .*\/a: data\.b \(helm\) leaves the source and stays live/,
    );
    await sync(map('a', '{ a: "1" }'));
    expect((await get('configmap/a'))['data']).toEqual({ a: '1', b: '2' });
  });

  it('G14: a count that leaves the source stays as it is live, until an autoscaler has taken it', async () => {
    const { plan, sync, kubectl, get } = await live();
    const deployment = (replicas: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { ${replicas} selector: { matchLabels: { app: w } }, template: { metadata: { labels: { app: w } }, spec: { containers: [{ name: c, image: "c:1" }] } } }\n`;
    await sync(deployment('replicas: 3,'));
    expect(summary(await plan(deployment('')))).toEqual([]);
    expect(await sync(deployment(''))).toMatchObject({ status: 'synced' });
    expect((await get('deployment/web'))['spec']).toMatchObject({ replicas: 3 });
    await kubectl(['scale', 'deployment/web', '--replicas=5']);
    expect(summary(await plan(deployment('')))).toEqual([]);
    expect((await get('deployment/web'))['spec']).toMatchObject({ replicas: 5 });
  });

  it('G15: an ignored field is left alone by preview, sync and drift', async () => {
    const { plan, sync, kubectl, get } = await live();
    const ignore = [{ kind: 'ConfigMap', path: '/data/a', because: 'written by a job' }];
    await sync(map('a', '{ a: "1", b: "1" }'));
    await kubectl(['patch', 'configmap/a', '--type=merge', '-p', '{"data":{"a":"theirs"}}']);
    expect(summary(await plan(map('a', '{ a: "2", b: "1" }'), { ignore }))).toEqual([]);
    expect(await sync(map('a', '{ a: "2", b: "2" }'), { ignore })).toMatchObject({ status: 'synced' });
    expect((await get('configmap/a'))['data']).toEqual({ a: 'theirs', b: '2' });
    expect(summary(await plan(map('a', '{ a: "2", b: "2" }'), { ignore }))).toEqual([]);
  });

  it('G15: an ignored field that is recorded as nobody’s stays when the source gives up all beside it', async () => {
    const { plan, sync, kubectl, get } = await live();
    const ignore = [{ kind: 'Secret', path: '/data/a', because: 'written by a job' }];
    const secret = (fields: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\ntype: Opaque\n${fields}\n`;
    await sync(secret('data: { b: "Yg==" }'), { ignore });
    // Of `stringData` the server records no owner in `data`.
    const byHelm = ['apply', '--server-side', '--field-manager=helm', '-f', '-'];
    await kubectl(byHelm, secret('stringData: { a: theirs }'));
    for (const givenUp of [secret(''), secret('immutable: false')]) {
      expect(await sync(givenUp, { ignore })).toMatchObject({ status: 'synced' });
      expect((await get('secret/s'))['data']).toEqual({ a: 'dGhlaXJz' });
      expect(summary(await plan(givenUp, { ignore }))).toEqual([]);
    }
  });
});
