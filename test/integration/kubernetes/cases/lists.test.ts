import { describe, expect, it } from 'vitest';
import { describePath } from '../../../../src/core/json/pointer.ts';
import { type Live, live, summary } from '../../../support/live.ts';

const container = (name: string, rest = '') => `{ name: ${name}, image: "${name}:1"${rest && `, ${rest}`} }`;
const deployment = (...containers: string[]) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [${containers.join(', ')}] }
`;
const env = (...names: string[]) =>
  `env: [${names.map((name) => `{ name: ${name}, value: "1" }`).join(', ')}]`;
const argv = (...args: string[]) => `args: [${args.join(', ')}]`;

describe('two entries of one key', () => {
  const ports = 'ports: [{ containerPort: 80 }, { containerPort: 80, name: again }]';
  const mounts = 'volumeMounts: [{ name: a, mountPath: /a }, { name: b, mountPath: /a }]';
  it.each([
    ['env names', env('A', 'A'), '.env'],
    ['ports', ports, '.ports'],
    ['mounts', mounts, '.volumeMounts'],
  ])('D3: %s are refused with file, line, object and list, and nothing is applied', async (...row) => {
    const [, twice, list] = row;
    const { plan, sync, kubectl } = await live();
    const found = await plan(deployment(container('web', twice)));
    expect(found.changes).toEqual([]);
    expect(found.unknown[0]?.message).toMatch(/^all\.yaml:2: apps\/Deployment .*\/web: /);
    expect(found.unknown[0]?.message).toContain(list);
    expect(found.unknown[0]?.message).toMatch(/two entries with|must be unique/i);
    await expect(sync(deployment(container('web', twice)))).rejects.toThrow('nothing was applied');
    expect(await kubectl(['get', 'deployment', '-o', 'name'])).toBe('');
  });
});

it('D4: two ports of one number and two protocols are told apart, whatever their names', async () => {
  const { plan, sync } = await live();
  const ports = (udp: string) =>
    `ports: [{ name: a, containerPort: 53, protocol: TCP }, { name: ${udp}, containerPort: 53, protocol: UDP }]`;
  await sync(deployment(container('dns', ports('b'))));
  expect(summary(await plan(deployment(container('dns', ports('b')))))).toEqual([]);
  expect(summary(await plan(deployment(container('dns', ports('c')))))).toEqual([
    'update apps/Deployment web: spec.template.spec.containers[name=dns].ports[containerPort=53,protocol=UDP].name "b" → "c"',
  ]);
});

async function fieldsOf({ plan }: Live, source: string) {
  const [change, ...more] = (await plan(source)).changes;
  expect(more).toEqual([]);
  return (change?.fields ?? []).map(({ path, reordered }) => [describePath(path), reordered === true]);
}

describe('another order', () => {
  const at = (rest: string) => `spec.template.spec.containers${rest}`;

  it('D5: of env entries and of containers is that, and nothing added or removed', async () => {
    const cluster = await live();
    await cluster.sync(deployment(container('web', env('A', 'B')), container('side')));
    expect(await fieldsOf(cluster, deployment(container('web', env('B', 'A')), container('side')))).toEqual([
      [at('[name=web].env'), true],
    ]);
    expect(await fieldsOf(cluster, deployment(container('side'), container('web', env('A', 'B'))))).toEqual([
      [at(''), true],
    ]);
  });

  it('D5: of args is a change, which a sync makes', async () => {
    const cluster = await live();
    await cluster.sync(deployment(container('web', argv('one', 'two'))));
    const turned = deployment(container('web', argv('two', 'one')));
    expect((await fieldsOf(cluster, turned)).map(([path]) => path)).toEqual([at('[name=web].args')]);
    await cluster.sync(turned);
    expect(JSON.stringify(await cluster.get('deployment/web'))).toContain('["two","one"]');
  });
});

it('D6: a sidecar that something puts before all others changes none of ours', async () => {
  const cluster = await live();
  await cluster.sync(deployment(container('web'), container('side')));
  const patch = '[{"op":"add","path":"/spec/template/spec/containers/0","value":{"name":"p","image":"p:1"}}]';
  const as = ['--field-manager=injector', '--type=json', '-p', patch];
  await cluster.kubectl(['patch', 'deployment/web', ...as]);
  const source = (image: string) => deployment(container('web').replace('web:1', image), container('side'));
  expect(summary(await cluster.plan(source('web:1')))).toEqual([]);
  expect(await fieldsOf(cluster, source('web:2'))).toEqual([
    ['spec.template.spec.containers[name=web].image', false],
  ]);
});
