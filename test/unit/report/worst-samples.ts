import type { Change, Mark } from '../../../src/core/change/change.ts';
import { type ListTypes, compare } from '../../../src/core/change/compare.ts';
import type { Subject } from '../../../src/core/change/subject.ts';
import { type JsonObject, type Tree, type TreeObject, isObject } from '../../../src/core/json/json.ts';
import { Mask } from '../../../src/core/json/marker.ts';
import { shown } from '../../../src/core/json/shown.ts';
import type { Unknown } from '../../../src/core/plan/plan.ts';
import { withReferenceNotes } from '../../../src/kubernetes/objects/references.ts';
import { groupOf, subjectOf } from '../../../src/kubernetes/objects/resource.ts';
import { marksOf } from '../../../src/kubernetes/risks/risks.ts';
import { plan, previewOfPlans } from './samples.ts';

const keyed = (...keys: string[]): ListTypes => ({
  fields: new Map(),
  list: { keys, entry: { fields: new Map([['env', { fields: new Map(), list: NAMED }]]) } },
});
const NAMED = { keys: ['name'], entry: { fields: new Map() } };
const below = (key: string, types: ListTypes): ListTypes => ({ fields: new Map([[key, types]]) });

/** What `managedFields` tell of a workload's lists. */
const TYPES: ListTypes = below('spec', below('template', below('spec', below('containers', keyed('name')))));

const textOf = (value: Tree | undefined): string => (typeof value === 'string' ? value : '');

function subjectFor(object: TreeObject): Subject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  return subjectOf({
    group: groupOf(textOf(object['apiVersion'])),
    kind: textOf(object['kind']),
    namespace: textOf(metadata['namespace']),
    name: textOf(metadata['name']),
  });
}

const withMarks = (change: Change, before: JsonObject): Change => ({
  ...change,
  marks: [...change.marks, ...marksOf(change, before)],
});

export function updateOf(before: TreeObject, after: TreeObject): Change {
  const fields = compare(before, after, TYPES);
  return withMarks(
    { subject: subjectFor(after), action: 'update', fields, before, after, marks: [] },
    shown(before),
  );
}

export function createOf(after: JsonObject, marks: Mark[] = []): Change {
  return { subject: subjectFor(after), action: 'create', fields: [], after, marks };
}

export function deleteOf(before: JsonObject): Change {
  const marks: Mark[] = [{ level: 'danger', text: 'no longer declared: deleted from the cluster' }];
  return withMarks({ subject: subjectFor(before), action: 'delete', fields: [], before, marks }, before);
}

export function replaceOf(before: JsonObject, after: JsonObject, cause: string): Change {
  const text = `can only be replaced, that is deleted and created anew: ${cause}`;
  const fields = compare(before, after, TYPES);
  const marks: Mark[] = [{ level: 'danger', text }];
  return withMarks({ subject: subjectFor(after), action: 'replace', fields, before, after, marks }, before);
}

export interface Workload {
  readonly kind?: string;
  readonly image?: string;
  readonly replicas?: number;
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  readonly spec?: JsonObject;
  readonly container?: JsonObject;
}

export function workload(name: string, of: Workload = {}): JsonObject {
  const { kind = 'Deployment', image = `registry.example/${name}:1.4.2`, replicas = 2 } = of;
  const metadata = { labels: { app: name }, ...(of.annotations && { annotations: of.annotations }) };
  const container = { name, image, ports: [{ containerPort: 8080, name: 'http' }], ...of.container };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'shop', labels: { app: name, ...of.labels } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata, spec: { containers: [container] } },
      ...of.spec,
    },
  };
}

/** A property of a schema, as code generators write them. */
function property(at: number, depth: number): JsonObject {
  const description = `Field ${at} of the widget: what it means, and what becomes of it where it is left out.`;
  if (depth === 0)
    return { type: 'string', description, maxLength: 253, minLength: 1, nullable: false, default: '-' };
  const below = Array.from({ length: 5 }, (_, i) => [`field${i}`, property(at * 5 + i, depth - 1)] as const);
  return { type: 'object', description, properties: Object.fromEntries(below), required: ['field0'] };
}

export function crd(
  edit: (schema: JsonObject) => void = () => undefined,
  more: readonly string[] = [],
): JsonObject {
  const schema = property(0, 4);
  edit(schema);
  const version = (name: string): JsonObject => ({
    name,
    served: true,
    storage: name === 'v1',
    schema: { openAPIV3Schema: schema },
    subresources: { status: {} },
  });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.acme.example' },
    spec: {
      group: 'acme.example',
      names: { kind: 'Widget', plural: 'widgets', shortNames: ['wd', ...more] },
      scope: 'Namespaced',
      versions: [version('v1')],
    },
  };
}

export function schemaAt(schema: JsonObject, ...path: number[]): JsonObject {
  let found = schema;
  for (const at of path) found = (found['properties'] as JsonObject)[`field${at}`] as JsonObject;
  return found;
}

function edited(schema: JsonObject): void {
  schemaAt(schema, 0, 1, 2, 3)['maxLength'] = 63;
  schemaAt(schema, 0, 1, 2, 4)['pattern'] = '^[a-z0-9-]+$';
  const list = schemaAt(schema, 2, 1);
  list['required'] = ['field0', 'field3'];
  const moved = schemaAt(schema, 3, 3)['properties'] as JsonObject;
  delete moved['field4'];
  moved['retries'] = {
    type: 'integer',
    description: 'How often it is tried again.',
    minimum: 0,
    maximum: 10,
    default: 3,
  };
  schemaAt(schema, 4)['description'] = 'Where it runs. Nothing is moved when this changes.';
}

/** A CRD of 5,000 lines, of which a few are other ones. */
export const LARGE_CRD = previewOfPlans(
  plan([]),
  plan([updateOf(crd(), crd(edited, ['wdg']))], { unchanged: 38 }),
);

const KINDS = [
  'Deployment',
  'Service',
  'ConfigMap',
  'ServiceAccount',
  'NetworkPolicy',
  'PodDisruptionBudget',
];

function newObject(kind: string, namespace: string, name: string): JsonObject {
  const metadata = { name, namespace, labels: { 'app.kubernetes.io/name': name } };
  if (kind === 'Deployment') return { ...workload(name), metadata };
  const [apiVersion, rest] = {
    Service: ['v1', { spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 'http' }] } }],
    ConfigMap: ['v1', { data: { LOG_LEVEL: 'info', 'app.conf': `name = ${name}\nworkers = 4\n` } }],
    ServiceAccount: ['v1', { automountServiceAccountToken: false }],
    NetworkPolicy: [
      'networking.k8s.io/v1',
      { spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'] } },
    ],
    PodDisruptionBudget: [
      'policy/v1',
      { spec: { minAvailable: 1, selector: { matchLabels: { app: name } } } },
    ],
  }[kind] as [string, JsonObject];
  return { apiVersion, kind, metadata, ...rest };
}

const TEAMS = ['orders', 'payments', 'search', 'stock', 'web'];

/** New teams: 300 objects in five namespaces. */
export const MANY_CREATED = previewOfPlans(
  plan([]),
  plan(
    [
      ...TEAMS.map((name) => createOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ...KINDS.flatMap((kind) =>
        TEAMS.flatMap((namespace) =>
          Array.from({ length: namespace === 'web' ? 9 : 10 }, (_, i) =>
            createOf(newObject(kind, namespace, `${namespace}-${String.fromCharCode(97 + i)}`)),
          ),
        ),
      ),
      createOf({ ...newObject('ConfigMap', 'web', 'motd'), data: { text: 'Hello\n' } }),
      updateOf(workload('gateway'), workload('gateway', { image: 'registry.example/gateway:1.5.0' })),
    ],
    { unchanged: 12 },
  ),
);

const mask = (seed: number) =>
  new Mask((0x9e3779b97f4a * (seed + 1)).toString(16).slice(0, 12).padEnd(12, '0'));
const DATABASES = ['auth', 'cart', 'catalog', 'mail', 'orders', 'payments', 'search', 'stock'];
const SECRETS = [...DATABASES.map((name) => `${name}-db`), 'kafka', 'redis', 'smtp', 'tls-ca'];

const secret = (name: string, at: number, version: string): TreeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    namespace: 'shop',
    labels: { 'app.kubernetes.io/part-of': 'shop', 'secrets.acme.example/version': version },
  },
  type: 'Opaque',
  data: {
    username: mask(at),
    password: mask(at + (version === '41' ? 100 : 200)),
    ...(name === 'kafka' && version === '41' && { truststore: mask(77) }),
  },
});

const withSecret = (name: string, checksum: string) =>
  workload(name, {
    annotations: { 'checksum/secrets': checksum.repeat(8) },
    container: {
      env: [
        { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: `${name}-db`, key: 'password' } } },
        ...(name === 'orders'
          ? [{ name: 'TRUSTSTORE', valueFrom: { secretKeyRef: { name: 'kafka', key: 'truststore' } } }]
          : []),
      ],
    },
  });

/** Twelve Secrets that are changed together, and the Deployments that restart for it. */
export const ROTATION_OF_ALL = previewOfPlans(
  plan([]),
  plan(
    withReferenceNotes([
      ...SECRETS.map((name, at) => updateOf(secret(name, at, '41'), secret(name, at, '42'))),
      ...DATABASES.map((name, at) =>
        updateOf(withSecret(name, `3f2a91c${at}`), withSecret(name, `b80d4e1${at}`)),
      ),
    ]),
    { unchanged: 61 },
  ),
);

const database = (storage: string, image: string, policy: JsonObject = {}) =>
  workload('db', {
    kind: 'StatefulSet',
    image,
    replicas: 3,
    container: {
      volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
      resources: { requests: { cpu: '500m', memory: '2Gi' } },
    },
    spec: {
      serviceName: 'db',
      ...policy,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'fast',
            resources: { requests: { storage } },
          },
        },
      ],
    },
  });

const POLICY = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } };
const FORBIDDEN =
  "StatefulSet.apps \"db\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template' are forbidden";

/** Larger volumes: a StatefulSet with data that has to be replaced, beside an ordinary change. */
export const REPLACED = previewOfPlans(
  plan([]),
  plan(
    [
      updateOf(workload('api'), workload('api', { replicas: 0 })),
      replaceOf(
        database('20Gi', 'postgres:17.2', POLICY),
        database('50Gi', 'postgres:17.4', POLICY),
        FORBIDDEN,
      ),
    ],
    { unchanged: 24 },
  ),
);

const WEBHOOK =
  'dry-run refused (InternalError): failed calling webhook "validate.policy.acme.example": failed to call webhook: ' +
  'Post "https://policy.policy-system.svc:443/validate?timeout=10s": dial tcp 10.96.14.2:443: connect: connection refused. ' +
  'Put the webhook right, then plan again.';

function unknownDeployment(name: string, at: number): Unknown {
  const subject = { kind: 'apps/Deployment', scope: 'shop', name };
  const origin = { file: 'clusters/prod/shop/deployments.yaml', line: 1 + at * 42 };
  const message = `${origin.file}:${origin.line}: apps/Deployment shop/${name}: ${WEBHOOK}`;
  return { subject, origin, code: 'unreachable', message };
}

/** A webhook that does not answer: of what it judges nothing can be told, all else is planned. */
export const WEBHOOK_DOWN = previewOfPlans(
  plan([]),
  plan(
    [
      updateOf(
        { ...newObject('ConfigMap', 'shop', 'web'), data: { LOG_LEVEL: 'info' } },
        { ...newObject('ConfigMap', 'shop', 'web'), data: { LOG_LEVEL: 'debug' } },
      ),
    ],
    {
      unchanged: 31,
      unknown: [...DATABASES, 'web', 'gateway'].map(unknownDeployment),
    },
  ),
);
