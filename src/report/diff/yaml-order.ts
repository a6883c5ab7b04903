import { type Json, isObject } from '../../core/json/json.ts';

interface Order {
  readonly first: readonly string[];
  readonly last?: readonly string[];
}

const CONTAINER: Order = {
  first: [
    ['name', 'image', 'imagePullPolicy', 'restartPolicy', 'workingDir', 'command', 'args', 'ports'],
    ['envFrom', 'env', 'resources', 'startupProbe', 'livenessProbe', 'readinessProbe', 'lifecycle'],
    ['securityContext', 'volumeMounts'],
  ].flat(),
};

/** The order in which people write the keys below a key. `''` is the object itself. */
const ORDERS: Readonly<Record<string, Order>> = {
  '': {
    first: [
      ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'provisioner', 'aggregationRule', 'roleRef'],
      ['subjects', 'rules', 'webhooks', 'spec', 'data', 'stringData', 'binaryData'],
    ].flat(),
    last: ['status'],
  },
  metadata: { first: ['name', 'generateName', 'namespace', 'labels', 'annotations'] },
  spec: {
    first: [
      ['group', 'names', 'scope', 'type', 'suspend', 'schedule', 'replicas', 'minReplicas', 'maxReplicas'],
      ['scaleTargetRef', 'ingressClassName', 'serviceName', 'selector', 'podSelector', 'strategy'],
      ['updateStrategy', 'serviceAccountName', 'initContainers', 'containers', 'accessModes'],
      ['storageClassName', 'resources', 'ports'],
    ].flat(),
    last: ['jobTemplate', 'template', 'volumeClaimTemplates', 'volumes', 'versions'],
  },
  containers: CONTAINER,
  initContainers: CONTAINER,
  ephemeralContainers: CONTAINER,
  ports: {
    first: ['name', 'port', 'containerPort', 'targetPort', 'nodePort', 'hostPort', 'protocol', 'appProtocol'],
  },
  volumeMounts: { first: ['name', 'mountPath', 'subPath', 'readOnly'] },
  resources: { first: ['requests', 'limits'] },
  rules: { first: ['host', 'apiGroups', 'resources', 'resourceNames', 'verbs'] },
  roleRef: { first: ['apiGroup', 'kind', 'name'] },
  versions: { first: ['name', 'served', 'storage'], last: ['schema'] },
};

const ANY: Order = { first: ['apiVersion', 'kind', 'name', 'namespace', 'key'] };

/**
 * The keys in the order in which people write them; unknown keys stay as they are.
 * @param parent the key above them; for an entry of a list, the key of the list; `''` at the top
 */
export function keysInOrder(parent: string, keys: readonly string[]): string[] {
  const { first, last = [] } = Object.hasOwn(ORDERS, parent) ? (ORDERS[parent] ?? ANY) : ANY;
  const rank = (key: string) => {
    const at = first.indexOf(key);
    if (at >= 0) return at;
    return last.includes(key) ? first.length + 1 + last.indexOf(key) : first.length;
  };
  return keys.toSorted((a, b) => rank(a) - rank(b));
}

/** The value with its keys, and all below, in that order. */
export function inOrder(value: Json, parent: string): Json {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, parent));
  if (!isObject(value)) return value;
  const keys = keysInOrder(parent, Object.keys(value));
  return Object.fromEntries(keys.map((key): [string, Json] => [key, inOrder(value[key] ?? null, key)]));
}
