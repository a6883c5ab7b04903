import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { LAST_APPLIED, SERVER_METADATA } from '../../core/secrets/server-fields.ts';

/** Annotations that controllers write for themselves. */
const CONTROLLER_ANNOTATION = oneOf([
  /^deployment\.kubernetes\.io\/revision$/,
  /^deprecated\.daemonset\.template\.generation$/,
  /^pv\.kubernetes\.io\//,
  /^volume\.(beta\.)?kubernetes\.io\/(storage-provisioner|selected-node)$/,
  /^control-plane\.alpha\.kubernetes\.io\/leader$/,
  /^endpoints\.kubernetes\.io\/last-change-trigger-time$/,
]);

function oneOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'));
}

export function isControllerAnnotation(name: string): boolean {
  return name === LAST_APPLIED || CONTROLLER_ANNOTATION.test(name);
}

const NONE: ReadonlySet<string> = new Set();

/**
 * An object without the fields that only the server and its controllers write: the form that is compared and shown.
 * @param declared names of annotations that are kept all the same, since plumbline applies them
 */
export function normalize(object: JsonObject, declared = NONE): JsonObject {
  const { status: _status, ...rest } = object;
  if (!isObject(rest['metadata'])) return rest;
  const metadata: JsonObject = {};
  for (const [field, value] of Object.entries(rest['metadata'])) {
    const kept = field === 'annotations' && isObject(value) ? keptAnnotations(value, declared) : value;
    if (kept !== undefined && !SERVER_METADATA.has(field)) metadata[field] = kept;
  }
  rest['metadata'] = metadata;
  return rest;
}

/** The annotations that are kept; undefined where there are none. */
function keptAnnotations(annotations: JsonObject, declared: ReadonlySet<string>): JsonObject | undefined {
  const isKept = (name: string) =>
    !isControllerAnnotation(name) || (declared.has(name) && name !== LAST_APPLIED);
  const kept = Object.entries(annotations).filter(([name]) => isKept(name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/**
 * A Secret's `stringData` written into its `data`, as the server does on write, so that both spellings are
 * one (a `null` drops the key). Any other object is returned as it is.
 */
export function withEncodedData(object: JsonObject): JsonObject {
  const stringData = object['stringData'];
  if (object['kind'] !== 'Secret' || object['apiVersion'] !== 'v1' || stringData === undefined) return object;
  const { stringData: _clear, ...rest } = object;
  const data: JsonObject = isObject(rest['data']) ? { ...rest['data'] } : {};
  for (const [key, value] of Object.entries(isObject(stringData) ? stringData : {})) {
    if (value !== null) data[key] = encode(value);
  }
  return { ...rest, data };
}

function encode(value: Json): Json {
  return typeof value === 'string' ? Buffer.from(value, 'utf8').toString('base64') : value;
}
