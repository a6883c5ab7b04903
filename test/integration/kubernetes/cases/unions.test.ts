import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { mapAt, textAt } from '../../../../src/core/json/read-json.ts';
import { live, summary } from '../../../support/live.ts';

const object = (apiVersion: string, kind: string, spec: JsonObject) =>
  JSON.stringify({ apiVersion, kind, metadata: { name: 'web' }, spec });

const pods = (container: JsonObject, spec: JsonObject = {}) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'web:1', ...container }], ...spec },
});
const workload = (kind: string, spec: JsonObject, template: JsonObject = pods({})) =>
  object('apps/v1', kind, {
    ...(kind !== 'DaemonSet' && { replicas: 0 }),
    ...(kind === 'StatefulSet' && { serviceName: 'web' }),
    selector: { matchLabels: { app: 'web' } },
    template,
    ...spec,
  });
const deployment = (spec: JsonObject, template?: JsonObject) => workload('Deployment', spec, template);
const nowhere = { nodeSelector: { nowhere: 'true' } };
const service = (spec: JsonObject) =>
  object('v1', 'Service', { ports: [{ port: 80 }], selector: { app: 'web' }, ...spec });
const budget = (spec: JsonObject) =>
  object('policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: { app: 'web' } }, ...spec });
const ingress = (backend: JsonObject) =>
  object('networking.k8s.io/v1', 'Ingress', { defaultBackend: backend });
const mounted = (volume: JsonObject) =>
  deployment(
    {},
    pods({ volumeMounts: [{ name: 'a', mountPath: '/a' }] }, { volumes: [{ name: 'a', ...volume }] }),
  );
const variable = (value: JsonObject) => deployment({}, pods({ env: [{ name: 'A', ...value }] }));
const probe = (action: JsonObject) => deployment({}, pods({ livenessProbe: action }));

const SWITCHES: readonly [string, string, string, string][] = [
  [
    'a Deployment gets Recreate',
    'deployment/web',
    deployment({}),
    deployment({ strategy: { type: 'Recreate' } }),
  ],
  [
    'a Deployment goes back',
    'deployment/web',
    deployment({ strategy: { type: 'Recreate' } }),
    deployment({}),
  ],
  [
    'a DaemonSet gets OnDelete',
    'daemonset/web',
    workload('DaemonSet', {}, pods({}, nowhere)),
    workload('DaemonSet', { updateStrategy: { type: 'OnDelete' } }, pods({}, nowhere)),
  ],
  [
    'a StatefulSet gets OnDelete',
    'statefulset/web',
    workload('StatefulSet', {}),
    workload('StatefulSet', { updateStrategy: { type: 'OnDelete' } }),
  ],
  ['a volume gets a source', 'deployment/web', mounted({}), mounted({ configMap: { name: 'b' } })],
  [
    'a volume gets another source',
    'deployment/web',
    mounted({ configMap: { name: 'b' } }),
    mounted({ secret: { secretName: 'b' } }),
  ],
  ['a volume keeps none', 'deployment/web', mounted({ configMap: { name: 'b' } }), mounted({})],
  [
    'a probe of another kind',
    'deployment/web',
    probe({ httpGet: { port: 80 } }),
    probe({ tcpSocket: { port: 80 } }),
  ],
  [
    'a variable from elsewhere',
    'deployment/web',
    variable({ value: 'b' }),
    variable({ valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  ],
  [
    'a variable that was empty',
    'deployment/web',
    variable({}),
    variable({ valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  ],
  [
    'a Service that names another one',
    'service/web',
    service({}),
    object('v1', 'Service', { type: 'ExternalName', externalName: 'example.com' }),
  ],
  [
    'a Service that names one no more',
    'service/web',
    object('v1', 'Service', { type: 'ExternalName', externalName: 'example.com' }),
    service({}),
  ],
  ['a Service with a node port', 'service/web', service({}), service({ type: 'NodePort' })],
  [
    'a Service without one',
    'service/web',
    service({ type: 'NodePort', externalTrafficPolicy: 'Local' }),
    service({}),
  ],
  [
    'a Service without a load balancer',
    'service/web',
    service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
    service({ type: 'ClusterIP' }),
  ],
  [
    'a Service without affinity',
    'service/web',
    service({ sessionAffinity: 'ClientIP' }),
    service({ sessionAffinity: 'None' }),
  ],
  ['a budget of the other kind', 'pdb/web', budget({ minAvailable: 1 }), budget({ maxUnavailable: 1 })],
  [
    'another backend',
    'ingress/web',
    ingress({ service: { name: 'a', port: { number: 80 } } }),
    ingress({ resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'a' } }),
  ],
  [
    'a port by its name',
    'ingress/web',
    ingress({ service: { name: 'a', port: { number: 80 } } }),
    ingress({ service: { name: 'a', port: { name: 'http' } } }),
  ],
  [
    'a port of another number',
    'service/web',
    service({
      ports: [
        { name: 'http', port: 80 },
        { name: 'b', port: 1 },
      ],
    }),
    service({
      ports: [
        { name: 'http', port: 8080 },
        { name: 'b', port: 1 },
      ],
    }),
  ],
];

describe('U21: a union that is switched', () => {
  it.each(SWITCHES)('%s: in place, in one plan', async (_what, name, before, after) => {
    const { plan, sync, get } = await live();
    const isApplied = { outcomes: [{ result: 'applied' }] };
    expect(await sync(before, {}, undefined, 1)).toMatchObject(isApplied);
    const uid = textAt(await get(name), 'metadata', 'uid');
    const found = await plan(after);
    expect(found.unknown).toEqual([]);
    expect(found.changes.map(({ action }) => action)).toEqual(['update']);
    expect(await sync(after, {}, found.fingerprint, 1)).toMatchObject(isApplied);
    expect(textAt(await get(name), 'metadata', 'uid')).toBe(uid);
    expect(summary(await plan(after))).toEqual([]);
  });

  it('says what goes with it, and whose it was', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(deployment({}));
    const [update] = (await plan(deployment({ strategy: { type: 'Recreate' } }))).changes;
    expect(update?.marks).toContainEqual({
      level: 'note',
      text: 'spec.strategy.rollingUpdate goes in the same write, in place: the server had filled it in, and the server refuses it beside what the source declares',
    });
    await sync(mounted({ configMap: { name: 'b' } }));
    const edit = [
      { op: 'remove', path: '/spec/template/spec/volumes/0/configMap' },
      { op: 'add', path: '/spec/template/spec/volumes/0/emptyDir', value: {} },
    ];
    await kubectl([
      'patch',
      'deployment/web',
      '--type=json',
      '--field-manager=some-tool',
      '-p',
      JSON.stringify(edit),
    ]);
    const [revert] = (await plan(mounted({ configMap: { name: 'b' } }))).changes;
    expect(revert?.action).toBe('update');
    expect(JSON.stringify(revert?.marks)).toContain('some-tool wrote it, beside what is ours');
    expect(await sync(mounted({ configMap: { name: 'b' } }))).toMatchObject({ status: 'synced' });
    expect(
      JSON.stringify(mapAt(await get('deployment/web'), 'spec', 'template', 'spec')['volumes']),
    ).not.toContain('emptyDir');
  });
});
