import type { ListTypes } from '../../core/change/compare.ts';
import { type Json, type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { isAtomicMap } from './atomic-maps.ts';
import { type Segments, segmentOf, stepOf } from './field-set.ts';
import { keyOf, sameEntry } from './list-types.ts';
import { isOurs } from './managers/field-managers.ts';
import { type Ownership, managersOf } from './managers/managed-fields.ts';

/** A live field or entry that the source does not name, beside a field that the source changes. */
export interface Beside {
  readonly path: Segments;
  /** The other managers of the field, or of something below it. Empty: the server filled the field in. */
  readonly managers: readonly string[];
}

/** One cause of a refusal, with the field as the server names it: `spec.ports[1].name`; `''` for the whole object. */
export interface Cause {
  readonly field: string;
  readonly reason: string;
}

/**
 * The live fields that may make the server refuse the source: fields beside a changed one (the other arm of a union),
 * and list entries that are not the source's. A field that plumbline alone owns goes by itself, and is left out.
 */
export function besides(
  body: JsonObject,
  live: JsonObject,
  owners: readonly Ownership[],
  types: ListTypes,
): Beside[] {
  const paths = Object.keys(body)
    .filter((key) => !OF_ALL.has(key))
    .flatMap((key) => below([segmentOf({ key })], body[key], live[key], types.fields.get(key), key));
  return paths.flatMap((path) => {
    const found = owners.filter((owner) => managersOf(path.map(stepOf), [owner]).length > 0);
    const managers = [...new Set(found.filter((owner) => !isOurs(owner)).map(({ manager }) => manager))];
    return found.length > 0 && managers.length === 0 ? [] : [{ path, managers }];
  });
}

const OF_ALL: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

type Side = Json | undefined;

function below(path: Segments, body: Side, live: Side, types: ListTypes | undefined, field = ''): Segments[] {
  if (isObject(body) && isObject(live))
    return isAtomicMap(field, types) ? [] : belowMap(path, body, live, types);
  const list = types?.list;
  if (!Array.isArray(body) || !Array.isArray(live) || list === undefined || list === 'set') return [];
  return live.flatMap((item) => {
    if (!isObject(item)) return [];
    const at = [...path, segmentOf({ entry: keyOf(item, list) })];
    const declared = sameEntry(item, body, list);
    return declared === undefined ? [at] : below(at, declared, item, list.entry);
  });
}

function belowMap(
  path: Segments,
  body: JsonObject,
  live: JsonObject,
  types: ListTypes | undefined,
): Segments[] {
  const deeper = Object.keys(body).flatMap((key) =>
    below([...path, segmentOf({ key })], body[key], live[key], types?.fields.get(key), key),
  );
  const isChanged = Object.keys(body).some((key) => isOther(body[key], live[key]));
  const extra = isChanged ? Object.keys(live).filter((key) => body[key] === undefined) : [];
  return [...extra.map((key) => [...path, segmentOf({ key })]), ...deeper];
}

/** Whether the two values differ as a whole. Two maps, or two lists, differ only in part. */
function isOther(body: Side, live: Side): boolean {
  if (typeof body === 'object' && typeof live === 'object' && Array.isArray(body) === Array.isArray(live))
    return false;
  return live === undefined || body === undefined || !equalJson(body, live);
}

/** Whether a cause names the field, one of its siblings, or something around it. */
export function isNear({ path }: Beside, causes: readonly Cause[]): boolean {
  const names = path.flatMap((segment) => (segment.startsWith('f:') ? [segment.slice(2)] : []));
  const around = names.slice(0, isEntry(path) ? names.length : -1).join('.');
  return causes.some(({ field }) => {
    const named = field.replaceAll(/\[[^\]]*\]/g, '');
    const parent = named.split('.').slice(0, -1).join('.');
    return `${names.join('.')}.`.startsWith(`${named}.`) || around === parent || named === '';
  });
}

export function isEntry(path: Segments): boolean {
  return path.at(-1)?.startsWith('k:') === true;
}
