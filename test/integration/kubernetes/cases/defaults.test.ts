import { expect, it } from 'vitest';
import { describePath } from '../../../../src/core/json/pointer.ts';
import { live, summary } from '../../../support/live.ts';

it('C10: empty rules of a Role and no rules are one', async () => {
  const { plan, sync } = await live();
  const role = (rules: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: none }\nrules: ${rules}\n`;
  await sync(role('[]'));
  for (const rules of ['[]', 'null']) expect(summary(await plan(role(rules))), rules).toEqual([]);
});

it('C11: the rules of an aggregated ClusterRole are its controller’s, and stay through a sync', async () => {
  const { plan, sync, kubectl, namespace } = await live();
  const part = { match: namespace };
  const role = (name: string, rest: object) =>
    JSON.stringify({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `${namespace}-${name}`, labels: name === 'part' ? part : {} },
      ...rest,
    });
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  const source = (note: string, all: object = {}) =>
    [
      role('part', { rules }),
      role('all', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: part }] }, ...all }),
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: note }\ndata: { note: "${note}" }`,
    ].join('\n---\n');
  await sync(source('1'));
  const filled = () => kubectl(['get', 'clusterrole', `${namespace}-all`, '-o', 'jsonpath={.rules}']);
  await expect.poll(filled, { timeout: 20_000 }).toContain('pods');
  expect(summary(await plan(source('1')))).toEqual([]);
  // As kubectl prints it, and as many a chart declares it.
  expect(summary(await plan(source('1', { rules: [] })))).toEqual([]);
  await sync(source('2', { rules: [] }));
  expect(await filled()).toContain('pods');
  await sync('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: note }\n');
});

it('C12: what the server fills into the claims of a StatefulSet is no difference', async () => {
  const { plan, sync } = await live();
  const statefulSet = (image: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 0
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "${image}" }] }
  volumeClaimTemplates:
    - metadata: { name: data, creationTimestamp: null }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
  await sync(statefulSet('db:1'));
  expect(summary(await plan(statefulSet('db:1')))).toEqual([]);
  expect(summary(await plan(statefulSet('db:2')))).toEqual([
    'update apps/StatefulSet db: spec.template.spec.containers[name=db].image "db:1" → "db:2"',
  ]);
});

const metric = (name: string, percent: number) =>
  `{ type: Resource, resource: { name: ${name}, target: { type: Utilization, averageUtilization: ${percent} } } }`;
const autoscaler = (...metrics: string[]) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  metrics: [${metrics.join(', ')}]
`;

it('C13: the metrics of an autoscaler are compared as they are, none is doubled or empty', async () => {
  const { plan, sync } = await live();
  const [cpu, memory] = [metric('cpu', 50), metric('memory', 60)];
  await sync(autoscaler(cpu, memory));
  expect(summary(await plan(autoscaler(cpu, memory)))).toEqual([]);
  const [changed] = (await plan(autoscaler(metric('cpu', 70), memory))).changes;
  const metrics = (changed?.after?.['spec'] as { metrics: object[] } | undefined)?.metrics;
  expect(metrics?.length).toBe(2);
});

it('C13: metrics are kept in the order of the source, whichever it is, so that a sync leaves no difference', async () => {
  const { plan, sync } = await live();
  const [cpu, memory] = [metric('cpu', 50), metric('memory', 60)];
  await sync(autoscaler(cpu, memory));
  const turned = autoscaler(memory, cpu);
  const paths = (await plan(turned)).changes.flatMap(({ fields }) => fields.map(({ path }) => path));
  expect(paths.map(describePath)).toEqual(['spec.metrics']);
  await sync(turned);
  expect(summary(await plan(turned))).toEqual([]);
});

it('C14: what a controller writes for a Service is nobody’s drift, and Endpoints in the source are compared', async () => {
  const { plan, sync, kubectl } = await live();
  const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';
  const slice = (...addresses: string[]) => `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-own, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints: [${addresses.map((address) => `{ addresses: ["${address}"] }`).join(', ')}]
ports: [{ port: 80 }]
`;
  const source = `${service}---${slice('10.0.0.2', '10.0.0.1')}`;
  await sync(source);
  expect(summary(await plan(source))).toEqual([]);
  await expect.poll(() => kubectl(['get', 'endpointslices', '-o', 'name'])).toContain('web-own');
  expect(summary(await plan(`${service}---${slice('10.0.0.2', '10.0.0.3')}`)).length).toBe(1);
});
