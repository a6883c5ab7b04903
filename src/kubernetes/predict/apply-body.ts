import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import type { IgnoreRule } from '../../core/target/ignore-rules.ts';
import { type Left, ourFields } from '../fields/field-managers.ts';
import { withIgnored } from '../fields/keep-ignored.ts';
import { ownershipsOf } from '../fields/managed-fields.ts';
import { removeFields } from '../fields/remove-fields.ts';
import type { Identified } from '../identify/identify.ts';
import { withOwnerLabel } from '../inventory/inventory.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { withEncodedData } from '../objects/normalize.ts';
import type { PlanCache } from '../plan-cache.ts';

interface KnownBodies extends Pick<PlanCache, 'bodies'> {
  readonly ownerLabel: string;
}

/** What is sent to the server for an object, in a dry-run and in the apply alike. */
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
 * An object whose source names its count no longer, with the count as it is live as long as it is ours: to give it up
 * would set it to 1 once, until an autoscaler has its say (kubernetes#25238).
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
 * Without nulls, and with the default protocol of ports: it is a key of their lists, and server-side apply takes an entry
 * without it for another one (structured-merge-diff#130).
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
  // An empty one is none: the server fills it in, and compares keys before.
  if (!isObject(item) || (item['protocol'] ?? '') !== '') return false;
  return item['containerPort'] !== undefined || item['port'] !== undefined;
}

/** `null` is "not given" to every field of a built-in kind; merged into what is live it would sometimes mean "as it is". */
function withoutNulls(map: JsonObject): JsonObject {
  if (!Object.values(map).includes(null)) return map;
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null));
}

/** To own an empty map says nothing, and is lost to the first who writes into it. */
function withoutEmptyMetadata(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isObject(metadata)) return object;
  const rest = Object.entries(metadata).filter(
    ([key, value]) =>
      !((key === 'labels' || key === 'annotations') && isObject(value) && Object.keys(value).length === 0),
  );
  return { ...object, metadata: Object.fromEntries(rest) };
}

/** A ClusterRole that aggregates others without rules of its own: its controller fills them in, and puts them right. */
function withoutAggregatedRules(object: JsonObject): JsonObject {
  if (object['kind'] !== 'ClusterRole' || !isObject(object['aggregationRule'])) return object;
  const { rules: _rules, ...rest } = object;
  return rest;
}

/**
 * A CRD whose conversion webhook has a certificate that is none (a placeholder until a controller fills it in) without
 * it: the server refuses it since Kubernetes 1.31.
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
