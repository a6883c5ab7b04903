import { expect, it } from 'vitest';
import { live, summary } from '../../../support/live.ts';

const deployment = (cpu: string, port = '{ containerPort: 8080 }', labels = '{ app: web }') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: ${labels} }
    spec:
      containers:
        - { name: web, image: "web:1", ports: [${port}], resources: { requests: { cpu: ${cpu} } } }
`;
const map = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: ${data}\n`;
const dryRuns = (requests: readonly string[]) => requests.filter((request) => request.includes('dryRun=All'));

it('K3: a port whose protocol the server filled in is proven without a request', async () => {
  const { plan, sync, requests } = await live();
  await sync(deployment('100m'));
  requests();
  expect(summary(await plan(deployment('100m')))).toEqual([]);
  expect(dryRuns(requests())).toEqual([]);
});

it("K3: what the server fills into a StatefulSet's volume claims is proven without a request", async () => {
  const { plan, sync, requests } = await live();
  const statefulSet = (claim: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 0
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "db:1" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } }${claim} }
`;
  await sync(statefulSet(''));
  requests();
  expect(summary(await plan(statefulSet('')))).toEqual([]);
  expect(summary(await plan(statefulSet(', volumeMode: Filesystem')))).toEqual([]);
  expect(dryRuns(requests())).toEqual([]);
  expect(summary(await plan(statefulSet(', volumeMode: Block'))).length).toBe(1);
});

it('K5: a quantity of another spelling is asked about each time, and is no change', async () => {
  const { plan, sync, requests } = await live();
  const source = deployment('1000m');
  await sync(source);
  for (const time of ['first', 'second']) {
    requests();
    const found = await plan(source);
    expect(summary(found)).toEqual([]);
    expect(found.unchanged).toBe(1);
    expect(dryRuns(requests()).length, time).toBe(1);
  }
});

it('K6: a field that enters or leaves the source is asked about, though its live value stays', async () => {
  const { plan, sync, kubectl, requests } = await live();
  await sync(map('{ a: "1" }'));
  await kubectl([
    'patch',
    'configmap/a',
    '--field-manager=other',
    '--type=merge',
    '-p',
    '{"data":{"b":"2"}}',
  ]);
  requests();
  expect(summary(await plan(map('{ a: "1", b: "2" }')))).toEqual([]);
  expect(dryRuns(requests()).length).toBe(1);
  await sync(map('{ a: "1", b: "2" }'));
  requests();
  expect((await plan(map('{ a: "1" }'))).warnings.join()).toContain('data.b');
  expect(dryRuns(requests()).length).toBe(1);
});

it('K7: an object whose managedFields were wiped is asked about, and recorded again by the next sync', async () => {
  const { plan, sync, kubectl, requests } = await live();
  await sync(map('{ a: "1" }'));
  const wipe = '[{"op":"replace","path":"/metadata/managedFields","value":[{}]}]';
  await kubectl(['patch', 'configmap/a', '--type=json', '-p', wipe]);
  requests();
  const found = await plan(map('{ a: "1" }'));
  expect(dryRuns(requests()).length).toBe(1);
  expect(summary(found)).toEqual([]);
  expect(found.warnings.join()).toContain("not recorded as this target's yet");
  await sync(map('{ a: "1" }'));
  requests();
  await plan(map('{ a: "1" }'));
  expect(dryRuns(requests())).toEqual([]);
});

it('K9: a Secret written as stringData is proven by what the server makes of it', async () => {
  const { plan, sync, requests } = await live();
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { password: correct-horse }\n';
  await sync(secret);
  requests();
  expect(summary(await plan(secret))).toEqual([]);
  expect(dryRuns(requests())).toEqual([]);
  expect(summary(await plan(secret.replace('horse', 'cow'))).length).toBe(1);
});

it('K9: a Secret that kubectl applied with stringData is asked about once, and proven after the next sync', async () => {
  const { plan, sync, kubectl, requests } = await live();
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { password: correct-horse }\n';
  await kubectl(['apply', '--server-side', '-f', '-'], secret);
  requests();
  const found = await plan(secret);
  expect(summary(found)).toEqual([]);
  expect(found.warnings.join()).toContain("not recorded as this target's yet");
  expect(dryRuns(requests()).length).toBe(1);
  await sync(secret);
  requests();
  expect(summary(await plan(secret))).toEqual([]);
  expect(dryRuns(requests())).toEqual([]);
});

it('K10: what a controller added leaves an object proven; what people added to it is found', async () => {
  const { plan, sync, kubectl, requests } = await live();
  await sync(deployment('100m'));
  await kubectl(['label', 'deployment/web', 'theirs=1', '--field-manager=a-controller']);
  requests();
  expect(summary(await plan(deployment('100m')))).toEqual([]);
  expect(dryRuns(requests())).toEqual([]);

  await kubectl(['label', 'deployment/web', 'mine=1']);
  await kubectl(['set', 'env', 'deployment/web', 'DEBUG=1']);
  const side = '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"side:1"}]}}}}';
  await kubectl(['patch', 'deployment/web', '-p', side]);
  const [line] = summary(await plan(deployment('100m')));
  for (const field of ['metadata.labels.mine', '"DEBUG"', 'containers[name=side]'])
    expect(line).toContain(field);
  expect(line).not.toContain('theirs');
});
