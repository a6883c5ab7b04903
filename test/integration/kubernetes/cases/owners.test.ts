import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { describePath } from '../../../../src/core/json/pointer.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { live, summary } from '../../../support/live.ts';

const deployment = (...env: string[]) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "web:1", env: [${env.map((name) => `{ name: ${name}, value: "1" }`).join(', ')}] }
`;
const probe = { httpGet: { path: '/', port: 80 } };
const probed = (livenessProbe?: JsonObject) => {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'web:1', ...(livenessProbe && { livenessProbe }) }] },
  };
  const spec = { replicas: 0, selector: { matchLabels: { app: 'web' } }, template };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
};
const scaler = (spec: JsonObject) =>
  JSON.stringify({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 8,
      ...spec,
    },
  });
const policy = (spec: JsonObject) =>
  JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web' },
    spec: { podSelector: {}, ...spec },
  });
const claim = (spec: JsonObject, labels: JsonObject) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', labels },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });
const map = (finalizers = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a${finalizers} }\ndata: { a: "1" }\n`;
const metadataOf = (object: JsonObject) => object['metadata'] as JsonObject;

describe('one entry less', () => {
  it('D7: goes from what kubectl apply made, and is shown before', async () => {
    const { plan, sync, kubectl, get } = await live();
    await kubectl(['apply', '-f', '-'], deployment('A', 'B'));
    await sync(deployment('A', 'B'));
    expect(summary(await plan(deployment('A')))).toEqual([
      'update apps/Deployment web: spec.template.spec.containers[name=web].env[name=B] {"name":"B","value":"1"} → ∅',
    ]);
    await sync(deployment('A'));
    expect(JSON.stringify((await get('deployment/web'))['spec'])).not.toContain('"B"');
  });

  it('D7: that another tool applies as well is said to stay', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(deployment('A', 'B'));
    await kubectl(['apply', '--server-side', '--field-manager=helm', '-f', '-'], deployment('B'));
    const found = await plan(deployment('A'));
    expect(found.warnings.join('\n')).toMatch(/env\[name=B\].*\(helm\) leaves the source and stays live/);
  });
});

describe('what somebody applied by hand', () => {
  const byHand = ['apply', '--server-side', '--force-conflicts', '-f', '-'];
  const gone = /^update apps\/Deployment web: [^;]*livenessProbe \{[^;]* → ∅$/;

  it('D9: a probe goes, and the defaults that make no probe without it', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(probed());
    await kubectl(byHand, probed(probe));
    expect(summary(await plan(probed()))).toEqual([expect.stringMatching(gone)]);
    await sync(probed());
    expect(JSON.stringify(await get('deployment/web'))).not.toContain('livenessProbe');
    expect(summary(await plan(probed()))).toEqual([]);
  });

  it('D8: a probe that leaves the source goes, though it was applied by hand as well', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(probed(probe));
    await kubectl(byHand, probed(probe));
    expect(summary(await plan(probed()))).toEqual([expect.stringMatching(gone)]);
    await sync(probed());
    expect(JSON.stringify(await get('deployment/web'))).not.toContain('livenessProbe');
  });

  it('D8: a probe that leaves the source goes, though a field of it was edited', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(probed(probe));
    const period = '/spec/template/spec/containers/0/livenessProbe/periodSeconds';
    const edit = JSON.stringify([{ op: 'replace', path: period, value: 7 }]);
    await kubectl(['patch', 'deployment/web', '--type=json', '-p', edit]);
    expect(summary(await plan(probed()))).toEqual([expect.stringMatching(gone)]);
    await sync(probed());
    expect(JSON.stringify(await get('deployment/web'))).not.toContain('livenessProbe');
  });

  it('D8: what is filled in around a field that both give up comes as foretold', async () => {
    const { plan, sync, kubectl, get } = await live();
    const behavior = { scaleDown: { stabilizationWindowSeconds: 3 } };
    await sync(scaler({ behavior }));
    await kubectl(byHand, scaler({ behavior }));
    expect(summary(await plan(scaler({})))).toEqual([expect.stringMatching(/spec\.behavior \{.*\} → ∅$/)]);
    await sync(scaler({}));
    expect((await get('hpa/web'))['spec']).not.toHaveProperty('behavior');
    await sync(scaler({ behavior }));
    await kubectl(byHand, scaler({ behavior, minReplicas: 2 }));
    await sync(scaler({ behavior: { scaleDown: {} }, minReplicas: 1 }));
    expect((await get('hpa/web'))['spec']).toMatchObject({
      behavior: { scaleDown: { selectPolicy: 'Max' } },
    });
    expect(summary(await plan(scaler({ behavior: { scaleDown: {} }, minReplicas: 1 })))).toEqual([]);
  });

  it('D9: what is filled in by what goes, goes with it', async () => {
    const { plan, sync, kubectl, get } = await live();
    const egress = [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }];
    const typesOf = async () => ((await get('networkpolicy/web'))['spec'] as JsonObject)['policyTypes'];
    await sync(policy({ policyTypes: ['Ingress'] }));
    await kubectl(byHand, policy({ policyTypes: ['Ingress', 'Egress'], egress }));
    // Declared as nothing.
    expect(await sync(policy({ policyTypes: [] }))).toMatchObject({ status: 'synced' });
    expect(await typesOf()).toEqual(['Ingress']);
    expect(summary(await plan(policy({ policyTypes: [] })))).toEqual([]);
    await sync(policy({ policyTypes: ['Ingress', 'Egress'] }));
    await kubectl(byHand, policy({ egress }));
    // Given up.
    expect(summary(await plan(policy({})))).toEqual([
      expect.stringContaining('spec.policyTypes ["Ingress","Egress"] → ["Ingress"]; spec.egress ['),
    ]);
    await sync(policy({}));
    expect(await typesOf()).toEqual(['Ingress']);
    expect(summary(await plan(policy({})))).toEqual([]);
  });

  it('D9: what the server does not let go is told, and stays alone', async () => {
    const { plan, sync, kubectl, get } = await live();
    await kubectl(['create', '-f', '-'], claim({ storageClassName: 'fast' }, { by: 'hand' }));
    const found = await plan(claim({}, {}));
    expect(summary(found)).toEqual([expect.stringContaining('metadata.labels {"by":"hand"} → ∅')]);
    expect(found.warnings).toEqual([
      expect.stringMatching(
        /data: spec\.storageClassName \(kubectl-create\) is not in the source and stays live, since the server does not let it be removed\.$/,
      ),
    ]);
    // Nothing here would bind it.
    await sync(claim({}, {}), {}, undefined, 500);
    const { metadata, spec } = await get('persistentvolumeclaim/data');
    expect(metadata).not.toHaveProperty('labels.by');
    expect(spec).toMatchObject({ storageClassName: 'fast' });
    expect(summary(await plan(claim({}, {})))).toEqual([]);
  });
});

describe('what controllers write into metadata', () => {
  const owner = '{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":';

  it('D10: finalizers and ownerReferences are no difference, and stay through a sync', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(map());
    await kubectl(['create', 'configmap', 'owner']);
    const uid = metadataOf(await get('configmap/owner'))['uid'] as string;
    const added = `{"metadata":{"finalizers":["example.com/theirs"],"ownerReferences":[${owner}"${uid}"}]}}`;
    await kubectl(['patch', 'configmap/a', '--field-manager=a-controller', '--type=merge', '-p', added]);
    expect(summary(await plan(map()))).toEqual([]);
    const changed = map().replace('"1"', '"2"');
    expect(summary(await plan(changed))).toEqual(['update ConfigMap a: data.a "1" → "2"']);
    await sync(changed);
    expect(metadataOf(await get('configmap/a'))).toMatchObject({
      finalizers: ['example.com/theirs'],
      ownerReferences: [{ name: 'owner' }],
    });
    await kubectl(['patch', 'configmap/a', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
  });

  it('D10: of the finalizers only our own one comes and goes with the source', async () => {
    const { plan, sync, kubectl, get } = await live();
    const ours = ', finalizers: [example.com/ours]';
    await sync(map(ours));
    const add = '[{"op":"add","path":"/metadata/finalizers/-","value":"example.com/theirs"}]';
    await kubectl(['patch', 'configmap/a', '--field-manager=a-controller', '--type=json', '-p', add]);
    expect(summary(await plan(map(ours)))).toEqual([]);
    expect((await plan(map())).changes.length).toBe(1);
    await sync(map());
    expect(metadataOf(await get('configmap/a'))['finalizers']).toEqual(['example.com/theirs']);
    await kubectl(['patch', 'configmap/a', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
  });
});

describe('U65: who wrote a field', () => {
  const web = map();
  const writersOf = (plan: Plan) =>
    plan.changes.flatMap(({ fields }) =>
      fields.map(({ path, writer }) => `${describePath(path)}: ${writer?.manager ?? 'nobody'}`),
    );

  it('is told of each, and not of the map that holds it', async () => {
    const { plan, sync, kubectl } = await live();
    await kubectl(['apply', '-f', '-'], web);
    await sync(web);
    await kubectl(['annotate', 'configmap/a', 'a=by-hand']);
    expect(writersOf(await plan(web))).toEqual(['metadata.annotations: kubectl-annotate']);
    await kubectl(['annotate', 'configmap/a', '--field-manager=kubectl-edit', 'b=by-another-hand']);
    await kubectl(['label', 'configmap/a', 'c=by-hand']);
    expect(writersOf(await plan(web)).toSorted()).toEqual([
      'metadata.annotations.a: kubectl-annotate',
      'metadata.annotations.b: kubectl-edit',
      'metadata.labels: kubectl-label',
    ]);
  });

  it('is told of the fields of a struct, too', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(probed());
    const container = '/spec/template/spec/containers/0';
    const edit = (manager: string, path: string, value: unknown) =>
      kubectl([
        'patch',
        'deployment/web',
        '--type=json',
        `--field-manager=${manager}`,
        '-p',
        JSON.stringify([{ op: 'add', path, value }]),
      ]);
    await edit('kubectl-edit', `${container}/resources/requests`, { cpu: '1m' });
    await edit('kubectl-patch', `${container}/resources/limits`, { cpu: '2m' });
    expect(writersOf(await plan(probed()))).toEqual(
      expect.arrayContaining([
        'spec.template.spec.containers[name=web].resources.requests: kubectl-edit',
        'spec.template.spec.containers[name=web].resources.limits: kubectl-patch',
      ]),
    );
  });
});
