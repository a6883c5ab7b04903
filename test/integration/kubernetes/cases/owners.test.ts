import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json.ts';
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
