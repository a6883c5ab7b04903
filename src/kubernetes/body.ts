import { rulesFor, withIgnored } from '../core/ignore.ts';
import { type Json, type JsonObject, isObject } from '../core/json.ts';
import { withEncodedData } from '../core/normalize.ts';
import { removeFields } from '../core/remove-fields.ts';
import type { Target } from '../core/target.ts';
import type { Identified } from './identify.ts';
import { withMark } from './inventory.ts';

/** What is sent to the server for an object, in a dry-run and in the apply alike. */
export function applyBody(
  item: Identified,
  live: JsonObject | undefined,
  target: Target,
  mark: string,
): JsonObject {
  const rules = rulesFor(target.ignore, item.id);
  const encoded = withEncodedData(withoutPlaceholderCa(withPortProtocols(item.object) as JsonObject));
  const desired = live === undefined ? encoded : withIgnored(encoded, live, rules);
  return withMark(desired, mark);
}

/**
 * Fills in the default protocol of ports. It is a key of their lists, and server-side apply takes
 * an entry without it for another one (structured-merge-diff#130).
 */
function withPortProtocols(value: Json, field = ''): Json {
  if (Array.isArray(value)) {
    return value.map((item) =>
      isPort(item, field) ? { ...item, protocol: 'TCP' } : withPortProtocols(item),
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPortProtocols(item, key)]));
}

function isPort(item: Json, field: string): item is JsonObject {
  if (field !== 'ports' || !isObject(item) || item['protocol'] !== undefined) return false;
  return item['containerPort'] !== undefined || item['port'] !== undefined;
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
