import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { live, summary } from '../../../support/live.ts';

const service = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: {
    ports: [
      { name: 'http', port: 80, targetPort: 80 },
      { name: 'https', port: 443, targetPort: 8443 },
    ],
  },
});
const single = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports: [{ port: 80 }] },
});
const deployment = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        initContainers: [{ name: 'first', image: 'first:1' }],
        containers: [
          {
            name: 'web',
            image: 'web:1',
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
            ports: [{ containerPort: 80 }, { containerPort: 443, name: 'https' }],
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
          { name: 'other', image: 'other:1' },
        ],
        imagePullSecrets: [{ name: 'registry' }],
        hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.example.com'] }],
        volumes: [{ name: 'data', configMap: { name: 'data' } }],
      },
    },
  },
});
const pod = '/spec/template/spec';
const set = (path: string, value: string | number) => ({ op: 'replace', path, value });
const add = (path: string, value: JsonObject) => ({ op: 'add', path, value });

type Edit = readonly (readonly [string, string, string, readonly object[]])[];

describe('U24: a list whose entries another tool gave other keys', () => {
  const edits: Edit = [
    ['a port of a Service', service, 'service/web', [set('/spec/ports/1/port', 8443)]],
    [
      'two ports of a Service',
      service,
      'service/web',
      [set('/spec/ports/0/port', 81), set('/spec/ports/1/port', 444)],
    ],
    [
      'ports of a Service that change places',
      service,
      'service/web',
      [set('/spec/ports/0/port', 443), set('/spec/ports/1/port', 80)],
    ],
    ['a port without a name', single, 'service/web', [set('/spec/ports/0/port', 8080)]],
    ['the protocol of a port', single, 'service/web', [set('/spec/ports/0/protocol', 'UDP')]],
    [
      'a port without a name, and a second one',
      single,
      'service/web',
      [
        set('/spec/ports/0/port', 8080),
        add('/spec/ports/0/name', 'a' as never),
        add('/spec/ports/-', { name: 'b', port: 9 }),
      ],
    ],
    [
      'a port of a container',
      deployment,
      'deployment/web',
      [set(`${pod}/containers/0/ports/0/containerPort`, 8080)],
    ],
    [
      'a named port of a container',
      deployment,
      'deployment/web',
      [set(`${pod}/containers/0/ports/1/containerPort`, 8443)],
    ],
    [
      'a port of a container, to the number of another one',
      deployment,
      'deployment/web',
      [set(`${pod}/containers/0/ports/1/containerPort`, 80)],
    ],
    ['a variable', deployment, 'deployment/web', [set(`${pod}/containers/0/env/0/name`, 'C')]],
    ['a container', deployment, 'deployment/web', [set(`${pod}/containers/1/name`, 'another')]],
    ['an init container', deployment, 'deployment/web', [set(`${pod}/initContainers/0/name`, 'another')]],
    [
      'a volume',
      deployment,
      'deployment/web',
      [set(`${pod}/volumes/0/name`, 'files'), set(`${pod}/containers/0/volumeMounts/0/name`, 'files')],
    ],
    [
      'a mount',
      deployment,
      'deployment/web',
      [set(`${pod}/containers/0/volumeMounts/0/mountPath`, '/files')],
    ],
    [
      'a secret for pulling images',
      deployment,
      'deployment/web',
      [set(`${pod}/imagePullSecrets/0/name`, 'another')],
    ],
    ['an alias', deployment, 'deployment/web', [set(`${pod}/hostAliases/0/ip`, '10.0.0.2')]],
  ];
  it.each(edits)('%s: put back, and who wrote it is named', async (_what, manifest, name, edit) => {
    const { plan, sync, kubectl, get } = await live();
    await sync(manifest);
    const before = (await get(name))['spec'];
    await kubectl(['patch', name, '--type=json', '--field-manager=some-tool', '-p', JSON.stringify(edit)]);
    const found = await plan(manifest);
    expect(found.unknown).toEqual([]);
    expect(found.changes.map(({ action }) => action)).toEqual(['update']);
    expect(JSON.stringify(found.changes[0]?.fields)).toContain('"manager":"some-tool"');
    expect(await sync(manifest, {}, found.fingerprint)).toMatchObject({ status: 'synced' });
    expect((await get(name))['spec']).toEqual(before);
    expect(summary(await plan(manifest))).toEqual([]);
  });

  it('and what the tool added beside stays', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(deployment);
    const sidecar = [
      add(`${pod}/containers/-`, { name: 'proxy', image: 'proxy:1' }),
      add(`${pod}/containers/0/env/-`, { name: 'PROXY', value: '1' }),
    ];
    await kubectl([
      'patch',
      'deployment/web',
      '--type=json',
      '--field-manager=some-tool',
      '-p',
      JSON.stringify(sidecar),
    ]);
    expect(summary(await plan(deployment))).toEqual([]);
    const more = deployment.replace(
      '{"name":"B","value":"2"}',
      '{"name":"B","value":"2"},{"name":"C","value":"3"}',
    );
    await sync(more);
    expect(JSON.stringify((await get('deployment/web'))['spec'])).toMatch(
      /"PROXY".*"proxy:1"|"proxy:1".*"PROXY"/,
    );
  });
});

it('U24, G15: what stands in the way and is left to its writer stays, and the plan says so', async () => {
  const { plan, sync, kubectl, get } = await live();
  await sync(deployment);
  const edit = JSON.stringify([set(`${pod}/containers/0/ports/1/containerPort`, 80)]);
  await kubectl(['patch', 'deployment/web', '--type=json', '--field-manager=some-tool', '-p', edit]);
  const before = (await get('deployment/web'))['spec'];
  const ignore = [{ manager: 'some-tool', because: 'it knows better' }];
  const { unknown, changes } = await plan(deployment, { ignore });
  expect(changes).toEqual([]);
  expect(unknown).toHaveLength(1);
  expect(unknown[0]?.message).toMatch(/some-tool wrote.*ports/);
  expect((await get('deployment/web'))['spec']).toEqual(before);
});

it('U24: an entry without its key is as declared, and no renamed one', async () => {
  const { plan, sync, kubectl } = await live();
  const template = (...secrets: JsonObject[]) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'PodTemplate',
      metadata: { name: 'odd' },
      template: {
        spec: { containers: [{ name: 'main', image: 'main:1' }], imagePullSecrets: secrets },
      },
    });
  await sync(template({ name: 'gamma' }, { name: 'beta' }));
  const edit = [{ op: 'replace', path: '/template/spec/imagePullSecrets/1/name', value: 'delta' }];
  await kubectl(['patch', 'podtemplate/odd', '--type=json', '-p', JSON.stringify(edit)]);
  await sync(template({}, { name: 'beta' }));
  expect(summary(await plan(template({}, { name: 'beta' })))).toEqual([]);
});
