import { type Json, type JsonObject, isObject } from '../../../src/core/json/json.ts';
import { mapAt, mapsAt, textAt } from '../../../src/core/json/read-json.ts';
import type { Live } from '../../support/live.ts';

const IN_NAMESPACE = [
  'serviceaccounts',
  'configmaps',
  'secrets',
  'services',
  'deployments',
  'statefulsets',
  'jobs',
  'poddisruptionbudgets',
  'networkpolicies',
  'roles',
  'rolebindings',
];
/** Kinds without namespaces that charts bring along. */
export const OF_CLUSTER = [
  'clusterroles',
  'clusterrolebindings',
  'ingressclasses',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'customresourcedefinitions',
];

/** Made by controllers in every namespace, or Helm's own record. */
const NOT_OURS = /^(ConfigMap kube-root-ca\.crt|ServiceAccount default|Secret sh\.helm\.release\..*)$/;

/**
 * What is live in a namespace, and what of the cluster is named after it, without all that is another thing each time or
 * the bookkeeping of whoever applied it: by kind and name, in order.
 */
export async function liveObjects(
  { kubectl, namespace }: Live,
  more: readonly string[] = [],
): Promise<Record<string, Json>> {
  const read = async (kinds: readonly string[]) => {
    const text = await kubectl(['get', kinds.join(','), '-o', 'json']);
    return mapsAt(JSON.parse(text.replaceAll(namespace, 'NAMESPACE')) as JsonObject, 'items');
  };
  const own = await read([...IN_NAMESPACE, ...more]);
  const shared = (await read(OF_CLUSTER)).filter((item) => nameOf(item).includes('NAMESPACE'));
  const named = [...own, ...shared].map((item) => [nameOf(item), essence(item)] as const);
  return Object.fromEntries(
    named.filter(([name]) => !NOT_OURS.test(name)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function nameOf(item: JsonObject): string {
  return `${textAt(item, 'kind')} ${textAt(item, 'metadata', 'name')}`;
}

function essence(item: JsonObject): Json {
  const { status: _status, metadata: _metadata, ...rest } = item;
  const { labels, annotations } = mapAt(item, 'metadata');
  const meta = { labels: without(labels, LABELS), annotations: without(annotations, ANNOTATIONS) };
  return steady({ ...rest, metadata: meta }) ?? null;
}

const LABELS = /^(app\.kubernetes\.io\/managed-by|applyset\.kubernetes\.io\/part-of)$/;
const ANNOTATIONS = /^(meta\.helm\.sh\/.*|deployment\.kubernetes\.io\/revision)$/;

function without(map: Json | undefined, keys: RegExp): JsonObject {
  return Object.fromEntries(Object.entries(isObject(map) ? map : {}).filter(([key]) => !keys.test(key)));
}

/** Addresses, ids of Jobs and whatever a certificate is in. */
function steady(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => steady(item) ?? null);
  if (typeof value === 'string') return steadyText(value);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => !PASSING.test(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, steady(item) ?? null]));
}

const PASSING = /^(clusterIPs?|controller-uid|batch\.kubernetes\.io\/controller-uid|resourceVersion|uid)$/;

function steadyText(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return '(a checksum)';
  return text.startsWith('LS0tLS1CRUdJTi') ? '(a certificate or key)' : text;
}
