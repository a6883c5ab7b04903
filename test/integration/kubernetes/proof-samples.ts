import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Live } from '../../support/live.ts';

const anyObject = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } };

/** A kind with every relation that a schema can give to lists and maps, and with defaults. */
const WIDGETS: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.proof.example.com' },
  spec: {
    group: 'proof.example.com',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              status: { type: 'object', properties: { observedGeneration: { type: 'integer' } } },
              spec: {
                type: 'object',
                properties: {
                  size: { type: 'integer', default: 3 },
                  either: { 'x-kubernetes-int-or-string': true },
                  part: {
                    ...anyObject,
                    properties: { ...anyObject.properties, c: { type: 'string', default: 'c' } },
                  },
                  whole: { ...anyObject, 'x-kubernetes-map-type': 'atomic' },
                  labels: { type: 'object', additionalProperties: { type: 'string' } },
                  nested: { type: 'object', additionalProperties: { ...anyObject } },
                  tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
                  plain: { type: 'array', items: { ...anyObject } },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  ports: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['port', 'protocol'],
                    items: {
                      type: 'object',
                      required: ['port'],
                      properties: {
                        port: { type: 'integer' },
                        protocol: { type: 'string', default: 'TCP' },
                        name: { type: 'string' },
                        more: { ...anyObject },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** Makes the kind known. Server-side, since tests that run at the same time may do so at once. */
export async function defineWidgets({ kubectl }: Pick<Live, 'kubectl'>): Promise<void> {
  await kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(WIDGETS));
  await kubectl(['wait', '--for=condition=Established', 'crd/widgets.proof.example.com']);
}

/** Objects of many shapes, two of most. */
export function samples(namespace: string): JsonObject[] {
  const named = (apiVersion: string, kind: string, name: string, rest: object): JsonObject => ({
    apiVersion,
    kind,
    metadata: { name, namespace, labels: { app: name, tier: 'x' } },
    ...rest,
  });
  return ['one', 'two'].flatMap((name) => [
    named('proof.example.com/v1', 'Widget', name, { spec: WIDGET }),
    named('apps/v1', 'Deployment', name, { spec: deployment(name) }),
    named('apps/v1', 'StatefulSet', name, { spec: statefulSet(name) }),
    named('v1', 'Service', name, { spec: SERVICE }),
    named('v1', 'ConfigMap', name, { data: { 'a.txt': 'one\ntwo\n', b: 'true', c: '' } }),
    named('v1', 'Secret', name, { type: 'Opaque', data: { password: 'aHVudGVyMg==', user: 'Zm9v' } }),
    named('networking.k8s.io/v1', 'Ingress', name, { spec: INGRESS }),
    named('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: POLICY }),
    named('rbac.authorization.k8s.io/v1', 'Role', name, {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    }),
    named('autoscaling/v2', 'HorizontalPodAutoscaler', name, { spec: autoscaler(name) }),
    named('batch/v1', 'CronJob', name, { spec: CRON }),
    named('v1', 'ServiceAccount', name, { imagePullSecrets: [{ name: 'b' }, { name: 'a' }] }),
    named('policy/v1', 'PodDisruptionBudget', name, {
      spec: { minAvailable: 1, selector: { matchLabels: { app: name } } },
    }),
  ]);
}

const WIDGET = {
  either: '80',
  part: { a: 'x', b: 1 },
  whole: { a: 'x' },
  labels: { x: '1', y: '2' },
  nested: { first: { a: 'x' }, second: { b: 2 } },
  tags: ['red', 'green'],
  plain: [{ a: 'x' }, { b: 1 }],
  free: { deep: { er: [1, 2], x: {} } },
  ports: [
    { port: 80, name: 'web' },
    { port: 80, protocol: 'UDP', more: { a: 'x' } },
    { port: 53, name: 'dns' },
  ],
};

const SERVICE = {
  selector: { app: 'x' },
  ports: [
    { name: 'web', port: 80, protocol: 'TCP', targetPort: 8080 },
    { name: 'dns', port: 53, protocol: 'UDP' },
  ],
};

const INGRESS = {
  rules: [
    {
      host: 'shop.example.com',
      http: {
        paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } }],
      },
    },
  ],
};

const POLICY = {
  podSelector: {},
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }], ports: [{ port: 80 }] }],
};

const CRON = {
  schedule: '0 3 1 1 *',
  suspend: true,
  jobTemplate: {
    spec: {
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'example.com/job:1' }] },
      },
    },
  },
};

function autoscaler(name: string) {
  return {
    minReplicas: 1,
    maxReplicas: 3,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `${name}-none` },
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
      },
    ],
  };
}

function deployment(name: string) {
  return {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    template: {
      metadata: { labels: { app: name }, annotations: { note: 'x' } },
      spec: {
        nodeSelector: { disk: 'ssd' },
        tolerations: [{ key: 'x', operator: 'Exists' }],
        initContainers: [{ name: 'init', image: 'example.com/init:1', command: ['a', 'b'] }],
        containers: [
          {
            name: 'web',
            image: 'example.com/web:1',
            args: ['--one', '--two'],
            ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }],
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: 'x' },
              { name: 'C', valueFrom: { configMapKeyRef: { name: 'x', key: 'y' } } },
            ],
            resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } },
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
            livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 7 },
          },
          { name: 'side', image: 'example.com/side:1' },
        ],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    },
  };
}

function statefulSet(name: string) {
  const { strategy: _strategy, ...shared } = deployment(name);
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return {
    ...shared,
    serviceName: name,
    volumeClaimTemplates: [
      { metadata: { name: 'data' }, spec: claim },
      { metadata: { name: 'raw' }, spec: { ...claim, volumeMode: 'Block' } },
    ],
  };
}
