import { expect, it, onTestFinished } from 'vitest';
import { live, summary } from '../../../support/live.ts';

const deployment = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`;
const restarted = 'kubectl.kubernetes.io/restartedAt';

it('G16: a restart by kubectl is no drift, and a sync does not undo it with a second one', async () => {
  const { plan, sync, kubectl, get } = await live();
  await sync(deployment('web:1'));
  await kubectl(['rollout', 'restart', 'deployment/web']);
  const stamp = async () =>
    /"kubectl.kubernetes.io\/restartedAt":"([^"]+)"/.exec(JSON.stringify(await get('deployment/web')))?.[1];
  const before = await stamp();
  expect(before, restarted).toMatch(/^\d{4}-/);
  expect(summary(await plan(deployment('web:1')))).toEqual([]);
  expect(summary(await plan(deployment('web:2'))).length).toBe(1);
  await sync(deployment('web:2'));
  expect(await stamp()).toBe(before);
});

const map = (bytes: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: big }\ndata: { a: ${'x'.repeat(bytes)} }\n`;

it('G17: an object that no annotation could hold is planned and synced', async () => {
  const { plan, sync, get } = await live();
  expect(await sync(map(600_000))).toMatchObject({ status: 'synced' });
  expect(summary(await plan(map(600_000)))).toEqual([]);
  expect((await get('configmap/big'))['metadata']).not.toHaveProperty('annotations');
});

it('G17: one that is larger than the server takes is told with its name and the limit, not its content', async () => {
  const { plan } = await live();
  const [refusal] = (await plan(map(1_200_000))).unknown;
  expect(refusal?.message).toContain('all.yaml:1: ConfigMap');
  expect(refusal?.message).toContain('1048576');
  expect(refusal?.message).not.toContain('xxxx');
});

it('G17: one that only its storage refuses fails at the sync with its name, and what else is synced is', async () => {
  const { sync, namespace, kubectl } = await live();
  const group = `${namespace}.example.com`;
  onTestFinished(async () => void (await kubectl(['delete', 'crd', `blobs.${group}`, '--ignore-not-found'])));
  const source = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: blobs.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Blob, plural: blobs }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { text: { type: string } } } }
---
apiVersion: ${group}/v1
kind: Blob
metadata: { name: big }
text: ${'x'.repeat(2_000_000)}
`;
  const report = await sync(source);
  expect(report).toMatchObject({ status: 'failed', outcomes: [{ result: 'applied' }, { result: 'failed' }] });
  expect(JSON.stringify(report)).toMatch(/Blob .*\/big: .*too large/);
  expect(JSON.stringify(report)).not.toContain('xxxx');
});
