import { expect, it } from 'vitest';
import { live, summary } from '../../../support/live.ts';
import { rewriting } from './admission.ts';

const map = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "${value}" }\n`;
const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "web:1" }] }
`;

it('K8: a field of ours that the cluster rewrites at every apply is asked about each time, and is no change', async () => {
  const cluster = await live();
  const { plan, sync, get, requests } = cluster;
  const upper = 'Object{data: {"a": object.data.a.upperAscii()}}';
  await rewriting(cluster, '/configmaps', upper, { sample: map('probe'), shows: 'PROBE' });
  await sync(map('one'));
  expect((await get('configmap/a'))['data']).toEqual({ a: 'ONE' });
  for (const time of ['first', 'second']) {
    requests();
    expect(summary(await plan(map('one')))).toEqual([]);
    expect(requests().filter((request) => request.includes('dryRun=All')).length, time).toBe(1);
  }
  expect(summary(await plan(map('two')))).toEqual(['update ConfigMap a: data.a "ONE" → "TWO"']);
});

it('E7: what the cluster adds to an object is no difference, and of a new one it is said apart', async () => {
  const cluster = await live();
  const { plan, sync } = cluster;
  const sidecar =
    'Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: "proxy", image: "proxy:1"}]}}}}';
  await rewriting(cluster, 'apps/deployments', sidecar, { sample: deployment, shows: '"proxy:1"' });
  const [created] = (await plan(deployment)).changes;
  expect(created).toMatchObject({ action: 'create' });
  expect(JSON.stringify(created?.after)).not.toContain('proxy');
  expect(created?.marks.map(({ text }) => text).join()).toContain('[name=proxy]');
  await sync(deployment);
  expect(summary(await plan(deployment))).toEqual([]);
  expect(summary(await plan(deployment.replace('web:1', 'web:2')))).toEqual([
    'update apps/Deployment web: spec.template.spec.containers[name=web].image "web:1" → "web:2"',
  ]);
});
