import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import type { IgnoreRule } from '../../core/target/ignore-rules.ts';
import { withIgnored } from '../fields/ignored/keep-ignored.ts';
import { type Left, ourFields } from '../fields/managers/field-managers.ts';
import { ownershipsOf } from '../fields/managers/managed-fields.ts';
import { removeFields } from '../fields/remove-fields.ts';
import type { Identified } from '../identify/identify.ts';
import { withOwnerLabel } from '../inventory/inventory.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { withEncodedData } from '../objects/normalize.ts';
import type { PlanCache } from '../plan-cache.ts';

interface KnownBodies extends Pick<PlanCache, 'bodies'> {
  readonly ownerLabel: string;
}

/** The body of an object's request, the same in a dry-run and in the apply. */
export function applyBody(
  item: Identified,
  live: JsonObject | undefined,
  rules: readonly IgnoreRule[],
  left: Left,
  known: KnownBodies,
): JsonObject {
  const declared = declaredBody(item, known);
  return live === undefined ? declared : withKeptCount(withIgnored(declared, live, rules, left), live);
}

function declaredBody({ object, id }: Identified, { ownerLabel, bodies }: KnownBodies): JsonObject {
  const last = bodies.get(object);
  if (last?.ownerLabel === ownerLabel) return last.body;
  // What a field means to a custom resource, only its own controller knows.
  const given = isBuiltInGroup(id.group) ? (asMeant(object) as JsonObject) : object;
  const settled = withoutAggregatedRules(withoutPlaceholderCa(withoutEmptyMetadata(given)));
  const body = withOwnerLabel(withEncodedData(settled), ownerLabel);
  bodies.set(object, { ownerLabel, body });
  return body;
}

/**
 * The body with the live `replicas` where the source names none and plumbline owns the live one: to give it up would
 * set it to 1 once, until an autoscaler has its say (kubernetes#25238).
 */
function withKeptCount(body: JsonObject, live: JsonObject): JsonObject {
  const spec = mapAt(body, 'spec');
  const count = mapAt(live, 'spec')['replicas'];
  if (count === undefined || spec['replicas'] !== undefined) return body;
  const ours = ourFields(ownershipsOf(live))['f:spec'];
  const isOurs = isObject(ours) && ours['f:replicas'] !== undefined;
  return isOurs ? { ...body, spec: { ...spec, replicas: count } } : body;
}

/**
 * A value without nulls, and with the default protocol of ports: the protocol is a key of their lists, and server-side
 * apply takes an entry without it for another one (structured-merge-diff#130).
 */
function asMeant(value: Json, field = ''): Json {
  if (Array.isArray(value)) {
    return mapEntries(value, (item) => {
      const meant = asMeant(item);
      return field === 'ports' && isPort(meant) ? { ...meant, protocol: 'TCP' } : meant;
    });
  }
  return isObject(value) ? mapValues(withoutNulls(value), asMeant) : value;
}

function isPort(item: Json): item is JsonObject {
  // An empty protocol is none: the server compares keys before it fills the protocol in.
  if (!isObject(item) || (item['protocol'] ?? '') !== '') return false;
  return item['containerPort'] !== undefined || item['port'] !== undefined;
}

/**
 * `null` is "not given" to every field of a built-in kind; merged into a live value it would sometimes mean "as it is".
 */
function withoutNulls(map: JsonObject): JsonObject {
  if (!Object.values(map).includes(null)) return map;
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null));
}

/**
 * An object without empty `labels` and `annotations`: to own an empty map says nothing, and the ownership is lost to
 * the first who writes into it.
 */
function withoutEmptyMetadata(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isObject(metadata)) return object;
  const rest = Object.entries(metadata).filter(
    ([key, value]) =>
      !((key === 'labels' || key === 'annotations') && isObject(value) && Object.keys(value).length === 0),
  );
  return { ...object, metadata: Object.fromEntries(rest) };
}

/**
 * A ClusterRole with an aggregation rule, without rules of its own: its controller fills them in, and corrects any
 * others.
 */
function withoutAggregatedRules(object: JsonObject): JsonObject {
  if (object['kind'] !== 'ClusterRole' || !isObject(object['aggregationRule'])) return object;
  const { rules: _rules, ...rest } = object;
  return rest;
}

/**
 * A CRD without the `caBundle` of its conversion webhook where the bundle is no certificate (a placeholder until a
 * controller fills it in): the server refuses such a CRD since Kubernetes 1.31.
 */
function withoutPlaceholderCa(object: JsonObject): JsonObject {
  const caBundle = ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle'];
  if (object['kind'] !== 'CustomResourceDefinition') return object;
  const value = caBundle.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), object);
  if (typeof value !== 'string' || isCertificate(value)) return object;
  return removeFields(object, [caBundle.map((key) => `f:${key}`)]);
}

function isCertificate(base64: string): boolean {
  return Buffer.from(base64, 'base64').toString('latin1').includes('-----BEGIN CERTIFICATE-----');
}
