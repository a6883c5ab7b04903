import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/core/json/json.ts';
import { all, keyed, labels, name, orNothing, podTemplate, some, text, texts } from './generated-pods.ts';

const of = fc.constantFrom;
const APP = { app: 'generated' };
const selector = { matchLabels: APP };
const count = fc.integer({ min: 1, max: 5 });
const base64 = of('', 'eA==', 'aHVudGVyMg==', 'AAECAw==');
const data = fc.dictionary(of('a', 'b', 'c.txt', 'd_e'), base64, { maxKeys: 3 });

const servicePort = all(
  { name, port: fc.integer({ min: 80, max: 83 }) },
  {
    protocol: of('TCP', 'UDP'),
    targetPort: orNothing(of<Json>(80, 'web')),
    appProtocol: orNothing(of('http')),
  },
);
const service = all(
  { ports: fc.uniqueArray(servicePort, { selector: (p) => p['name'], minLength: 1, maxLength: 3 }) },
  {
    selector: orNothing(labels, {}),
    type: of('ClusterIP', 'NodePort'),
    sessionAffinity: of('None', 'ClientIP'),
    internalTrafficPolicy: of('Cluster', 'Local'),
    publishNotReadyAddresses: fc.boolean(),
  },
);

const backend = all({ service: all({ name, port: of({ number: 80 }, { name: 'web' }) }) });
const paths = fc.array(all({ path: of('/', '/a'), pathType: of('Prefix', 'Exact'), backend }), {
  minLength: 1,
  maxLength: 2,
});
const ingress = all(
  {
    rules: fc.array(all({ http: all({ paths }) }, { host: of('a.example.com', '*.example.com') }), {
      minLength: 1,
      maxLength: 2,
    }),
  },
  {
    tls: orNothing(fc.array(some({ hosts: of(['a.example.com']), secretName: name })), []),
    ingressClassName: name,
    defaultBackend: backend,
  },
);

const peer = fc.oneof(
  all({ podSelector: of<JsonObject>({}, selector) }),
  all({ ipBlock: all({ cidr: of('10.0.0.0/8') }, { except: orNothing(of(['10.1.0.0/16']), []) }) }),
);
const policy = all(
  { podSelector: of<JsonObject>({}, selector, { matchExpressions: [{ key: 'a', operator: 'Exists' }] }) },
  {
    policyTypes: of(['Ingress'], ['Egress', 'Ingress']),
    ingress: orNothing(
      fc.array(
        some({
          from: fc.array(peer, { maxLength: 2 }),
          ports: of([{ port: 80 }], [{ port: 'web', protocol: 'UDP' }], []),
        }),
        { maxLength: 2 },
      ),
      [],
    ),
    egress: orNothing(fc.array(some({ to: fc.array(peer, { maxLength: 2 }) }), { maxLength: 2 })),
  },
);

const rule = all(
  {
    apiGroups: of([''], ['apps', '']),
    resources: of(['pods'], ['pods', 'pods/log']),
    verbs: of(['get'], ['list', 'get'], ['*']),
  },
  { resourceNames: orNothing(of(['x']), []) },
);
const subject = fc.oneof(
  all({ kind: of('User', 'Group'), name }, { apiGroup: of('rbac.authorization.k8s.io') }),
  all({ kind: of('ServiceAccount'), name, namespace: of('default') }),
);

const metric = fc.oneof(
  of<JsonObject>({
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
  }),
  of<JsonObject>({
    type: 'Resource',
    resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1024Mi' } },
  }),
);
const autoscaler = all(
  {
    maxReplicas: fc.integer({ min: 5, max: 9 }),
    scaleTargetRef: of({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' }),
  },
  {
    minReplicas: orNothing(count),
    metrics: orNothing(fc.array(metric, { maxLength: 2 })),
    behavior: orNothing(some({ scaleDown: some({ stabilizationWindowSeconds: count }) })),
  },
);

const widget = some({
  size: orNothing(count),
  either: of<Json>(80, '80', 'web'),
  part: orNothing(some({ a: text, b: count, c: text }), {}),
  whole: some({ a: text, b: count }),
  labels: orNothing(labels, {}),
  // Of a custom resource's map without its last entry server-side apply makes null, which the server then refuses.
  nested: fc.dictionary(name, some({ a: text, b: count }), { minKeys: 1, maxKeys: 2 }),
  tags: orNothing(fc.uniqueArray(of('red', 'green', 'blue')), []),
  plain: fc.array(some({ a: text, b: count }), { maxLength: 3 }),
  free: of<JsonObject>({ deep: { er: [1, 2], x: {} } }, { deep: { er: [] } }, { n: 1.5, t: 'x' }, {}),
  ports: orNothing(
    keyed(all({ port: count }, { protocol: of('TCP'), name, more: some({ a: text }) }), 'port'),
  ),
});

const template = podTemplate(APP);
const deployment = all(
  { replicas: of(0), selector: of(selector), template },
  {
    strategy: orNothing(
      of<JsonObject>(
        { type: 'Recreate' },
        { type: 'RollingUpdate' },
        { rollingUpdate: { maxSurge: '30%', maxUnavailable: 1 } },
      ),
    ),
    revisionHistoryLimit: orNothing(count),
    minReadySeconds: of(0, 1),
    paused: fc.boolean(),
    progressDeadlineSeconds: of(600, 700),
  },
);
const claim = all({
  metadata: all({ name: of('data') }, { labels }),
  spec: all(
    {
      accessModes: of(['ReadWriteOnce']),
      resources: of('1Gi', '1024Mi').map((storage) => ({ requests: { storage } })),
    },
    { volumeMode: of('Filesystem', 'Block'), storageClassName: of('fast', '') },
  ),
});
const statefulSet = all(
  { replicas: of(0), selector: of(selector), template, serviceName: of('x') },
  {
    podManagementPolicy: of('Parallel'),
    updateStrategy: orNothing(of({ type: 'OnDelete' }, { rollingUpdate: { partition: 1 } })),
    volumeClaimTemplates: claim.map((one) => [one]),
  },
);
const cronJob = all(
  {
    schedule: of('0 3 1 1 *', '@yearly'),
    suspend: of(true),
    jobTemplate: podTemplate(APP, 'Never').chain((pod) =>
      some({ backoffLimit: count, completions: count, ttlSecondsAfterFinished: count }).map((spec) => ({
        spec: { ...spec, template: pod },
      })),
    ),
  },
  {
    concurrencyPolicy: of('Allow', 'Forbid'),
    successfulJobsHistoryLimit: orNothing(count),
    timeZone: orNothing(of('Etc/UTC')),
    startingDeadlineSeconds: count,
  },
);

const spec = (value: fc.Arbitrary<unknown>) => all({ spec: value });

/** Objects of a kind, without their names. Each is tried as often as the others. */
export const KINDS: readonly (readonly [string, string, fc.Arbitrary<JsonObject>])[] = [
  [
    'v1',
    'ConfigMap',
    some({ data: orNothing(texts), binaryData: fc.dictionary(of('x', 'y'), base64, { maxKeys: 2 }) }),
  ],
  ['v1', 'Secret', some({ data: orNothing(data, {}), stringData: orNothing(texts), type: of('Opaque') })],
  ['v1', 'Service', spec(service)],
  [
    'v1',
    'ServiceAccount',
    some({
      imagePullSecrets: orNothing(keyed(all({ name }), 'name'), []),
      secrets: keyed(all({ name }), 'name'),
      automountServiceAccountToken: orNothing(fc.boolean()),
    }),
  ],
  ['v1', 'PodTemplate', all({ template })],
  ['apps/v1', 'Deployment', spec(deployment)],
  ['apps/v1', 'StatefulSet', spec(statefulSet)],
  ['batch/v1', 'CronJob', spec(cronJob)],
  ['networking.k8s.io/v1', 'Ingress', spec(ingress)],
  ['networking.k8s.io/v1', 'NetworkPolicy', spec(policy)],
  ['rbac.authorization.k8s.io/v1', 'Role', all({ rules: orNothing(fc.array(rule, { maxLength: 3 }), []) })],
  [
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    all(
      { roleRef: of({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }) },
      { subjects: orNothing(fc.array(subject, { maxLength: 3 }), []) },
    ),
  ],
  ['autoscaling/v2', 'HorizontalPodAutoscaler', spec(autoscaler)],
  [
    'policy/v1',
    'PodDisruptionBudget',
    spec(
      fc.oneof(
        all({ selector: of(selector), minAvailable: of<Json>(1, '50%') }),
        all({ selector: of(selector), maxUnavailable: of<Json>(0, '0%') }),
      ),
    ),
  ],
  ['proof.example.com/v1', 'Widget', fc.oneof(spec(widget), some({ spec: widget }))],
];

export const metadata = some({
  labels: orNothing(labels, {}),
  annotations: orNothing(texts, {}),
  finalizers: of([]),
});
