import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import { type Live, live, summary } from '../../support/live.ts';

const job = (image: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate }
spec:
  template:
    spec: { restartPolicy: Never, containers: [{ name: job, image: "${image}" }] }
`;
const deployment = (app: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: web, image: "web:1" }] }
`;
const statefulSet = (size: string, replicas = 0) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: ${replicas}
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "db:1" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: ${size} } } }
`;
const binding = (role: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: readers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: nobody }]
`;
const settings = (value: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
immutable: true
data: { a: "${value}" }
`;
const service = (address: string) => `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ${address} ports: [{ port: 80 }] }
`;
const claim = (size: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [${size}], resources: { requests: { storage: 1Gi } } }
`;

/** An address of the service range that nobody has yet. */
async function freeAddress({ kubectl }: Live): Promise<string> {
  await kubectl(['create', 'service', 'clusterip', 'probe', '--tcp=80']);
  const address = await kubectl(['get', 'service/probe', '-o', 'jsonpath={.spec.clusterIP}']);
  await kubectl(['delete', 'service/probe']);
  return address;
}

describe('what cannot be changed', () => {
  const cases = [
    ['Job template', job('a:1'), job('a:2'), 'Job migrate', 'spec.template'],
    ['Deployment selector', deployment('a'), deployment('b'), 'Deployment web', 'spec.selector'],
    ['StatefulSet volumeClaimTemplates', statefulSet('1Gi'), statefulSet('2Gi'), 'StatefulSet db', 'spec'],
    ['immutable ConfigMap', settings('1'), settings('2'), 'ConfigMap settings', 'data'],
    ['roleRef', binding('view'), binding('edit'), 'RoleBinding readers', 'roleRef'],
    [
      'PersistentVolumeClaim spec',
      claim('ReadWriteOnce'),
      claim('ReadWriteMany'),
      'PersistentVolumeClaim data',
      'spec',
    ],
  ] as const;
  it.each(cases)(
    'G1, G7, E3: %s: shown as a replace, blocked until it is allowed for that object',
    async (...row) => {
      const [, before, after, name, field] = row;
      const { plan, sync, get } = await live();
      await sync(before);
      const found = await plan(after);
      expect(found.changes.map(({ action }) => action)).toEqual(['replace']);
      expect(found.changes[0]?.fields.length).toBeGreaterThan(0);
      expect(verdictOf(found)).toBe('unknown');
      expect(found.unknown[0]?.message).toContain(field);
      expect(found.unknown[0]?.message).toContain('"replace"');
      await expect(sync(after)).rejects.toThrow('nothing was applied');

      const allowed = { replace: [name] };
      const uid = uidOf(await get(name.toLowerCase().replace(' ', '/')));
      expect(verdictOf(await plan(after, allowed))).toBe('different');
      if (name.startsWith('PersistentVolumeClaim')) return;
      expect(await sync(after, allowed)).toMatchObject({ status: 'synced' });
      expect(uidOf(await get(name.toLowerCase().replace(' ', '/')))).not.toBe(uid);
      expect(summary(await plan(after, allowed))).toEqual([]);
    },
  );

  it('U20: a replace shows everything that the new object will not have, and who wrote it', async () => {
    const { plan, sync, kubectl } = await live();
    const three = settings('1').replace('a: "1"', 'a: "1", b: "2", c: "3"');
    await sync(three);
    await kubectl(['annotate', 'configmap/settings', 'by=hand']);
    await kubectl(['label', 'configmap/settings', '--field-manager=some-tool', 'by=tool']);
    expect(summary(await plan(settings('1')))).toEqual([
      'replace ConfigMap settings: metadata.annotations {"by":"hand"} → ∅; metadata.labels {"by":"tool"} → ∅; data.b "2" → ∅; data.c "3" → ∅',
    ]);
    const found = await plan(settings('1'), { replace: ['ConfigMap settings'] });
    expect(found.changes[0]?.fields.map(({ writer }) => writer?.manager)).toEqual(
      expect.arrayContaining(['kubectl-annotate', 'some-tool']),
    );
  });

  it('U20: what the server alone had filled in is none of it', async () => {
    const { plan, sync } = await live();
    await sync(deployment('a'));
    expect(summary(await plan(deployment('b')))).toEqual([
      'replace apps/Deployment web: spec.selector.matchLabels.app "a" → "b"; spec.template.metadata.labels.app "a" → "b"',
    ]);
    await sync(job('a:1'));
    expect((await plan(job('a:2'))).changes[0]?.fields).toHaveLength(1);
  });

  it('G1: clusterIP of a Service', async () => {
    const cluster = await live();
    const { plan, sync, get } = cluster;
    const address = await freeAddress(cluster);
    await sync(service(''));
    const wanted = service(`clusterIP: ${address},`);
    expect((await plan(wanted)).changes[0]?.action).toBe('replace');
    const allowed = { replace: [`Service ${cluster.namespace}/web`] };
    expect(await sync(wanted, allowed)).toMatchObject({ status: 'synced' });
    expect((await get('service/web'))['spec']).toMatchObject({ clusterIP: address });
  });

  it('G2: a plain mistake is no reason to delete', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(deployment('a'));
    const wrong = deployment('a').replace('replicas: 0', 'replicas: -1');
    const found = await plan(wrong, { replace: ['Deployment web'] });
    expect(found.changes).toEqual([]);
    expect(found.unknown[0]?.message).toContain('spec.replicas');
    expect(await kubectl(['get', 'deployment', '-o', 'name'])).toBe('deployment.apps/web\n');
  });

  it('G3: when the new one is refused after all, the original is put back', async () => {
    const { sync, plan, kubectl, namespace, get } = await live();
    await sync(settings('1'));
    const wanted = settings('2');
    const { fingerprint } = await plan(wanted, { replace: ['ConfigMap settings'] });
    await denyCreation(
      { kubectl, namespace },
      "!(object.metadata.name in ['settings', 'probe']) || object.data.a != '2'",
    );
    const report = await sync(wanted, { replace: ['ConfigMap settings'] }, fingerprint);
    expect(report).toMatchObject({ status: 'failed', outcomes: [{ action: 'replace', result: 'failed' }] });
    expect(JSON.stringify(report)).toContain('The original was put back.');
    expect((await get('configmap/settings'))['data']).toEqual({ a: '1' });
  });

  it('G4: waits until finalizers let the old one go', async () => {
    const { sync, kubectl, get } = await live();
    await sync(settings('1'));
    const finalizers = (list: string) =>
      kubectl(['patch', 'configmap/settings', '--type=merge', '-p', `{"metadata":{"finalizers":${list}}}`]);
    await finalizers('["example.com/wait"]');
    const syncing = sync(settings('2'), { replace: ['ConfigMap settings'] });
    await expect
      .poll(async () => (await get('configmap/settings'))['metadata'])
      .toHaveProperty('deletionTimestamp');
    await finalizers('null');
    expect(await syncing).toMatchObject({ status: 'synced' });
    expect((await get('configmap/settings'))['data']).toEqual({ a: '2' });
  });

  it("G5: a replaced Job's pods go with it", async () => {
    const { sync, kubectl } = await live();
    await sync(job('a:1'));
    await expect.poll(() => kubectl(['get', 'pods', '-o', 'name'])).toContain('pod/migrate');
    const old = (await kubectl(['get', 'pods', '-o', 'name'])).trim();
    expect(await sync(job('a:2'), { replace: ['Job migrate'] })).toMatchObject({ status: 'synced' });
    await expect.poll(() => kubectl(['get', 'pods', '-o', 'name'])).not.toContain(old);
  });

  it('G6: a CRD is never replaced, allowed or not', async () => {
    const { plan, sync, namespace, kubectl } = await live();
    const group = `${namespace}.example.com`;
    const definition = (scope: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.${group} }
spec:
  group: ${group}
  scope: ${scope}
  names: { kind: Thing, plural: things }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`;
    onTestFinished(
      async () => void (await kubectl(['delete', 'crd', `things.${group}`, '--ignore-not-found'])),
    );
    await sync(definition('Namespaced'));
    const allowed = { replace: [`CustomResourceDefinition things.${group}`] };
    const found = await plan(definition('Cluster'), allowed);
    expect(found.changes).toEqual([]);
    expect(found.unknown[0]?.message).toContain('spec.scope');
  });

  it('G8: pods and claims of a replaced StatefulSet stay', async () => {
    const { sync, kubectl } = await live();
    const replace = ['StatefulSet db'];
    const bare = (size: string) => statefulSet(size, 1);
    // No volume is ever bound here, so its pod waits, and no sync would be done: it is there all the same.
    await kubectl(['apply', '-f', '-'], bare('1Gi'));
    await expect.poll(() => kubectl(['get', 'pods', '-o', 'name'])).toContain('pod/db-0');
    const uid = () => kubectl(['get', 'pod/db-0', '-o', 'jsonpath={.metadata.uid}']);
    const before = await uid();
    await sync(bare('2Gi'), { replace });
    expect(await uid()).toBe(before);
    expect(
      await kubectl([
        'get',
        'statefulset/db',
        '-o',
        'jsonpath={.spec.volumeClaimTemplates[0].spec.resources.requests.storage}',
      ]),
    ).toBe('2Gi');
    expect(await kubectl(['get', 'pvc', '-o', 'jsonpath={.items[*].spec.resources.requests.storage}'])).toBe(
      '1Gi',
    );
  }, 90_000);
});

function uidOf(object: object): unknown {
  return (object as { metadata: { uid: string } }).metadata.uid;
}

/** A policy of the cluster that takes creations only where the expression holds; in one namespace. */
export async function denyCreation(
  { kubectl, namespace }: Pick<Live, 'kubectl' | 'namespace'>,
  expression: string,
): Promise<void> {
  const name = `${namespace}.example.com`;
  const kind = (suffix: string) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `ValidatingAdmissionPolicy${suffix}`,
  });
  const policy = {
    ...kind(''),
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE'], resources: ['configmaps'] },
        ],
      },
      validations: [{ expression, message: 'not this one' }],
    },
  };
  const binding = {
    ...kind('Binding'),
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
    },
  };
  await kubectl(
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [policy, binding] }),
  );
  onTestFinished(async () => {
    await kubectl(['delete', 'validatingadmissionpolicybinding,validatingadmissionpolicy', name]);
  });
  // The server reads policies anew after a moment.
  await expect
    .poll(
      () =>
        kubectl(['create', 'configmap', 'probe', '--from-literal=a=2', '--dry-run=server']).then(
          () => 'taken',
          (error: Error) => error.message,
        ),
      { timeout: 20_000 },
    )
    .toContain('not this one');
}
