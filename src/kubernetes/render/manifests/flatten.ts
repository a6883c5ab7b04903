import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import type { YamlPath } from '../yaml/node-at.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import { sourceError } from '../yaml/source-error.ts';
import { textOf } from './text-of.ts';

/** One value of a file that may be a Kubernetes object. */
export interface Entry {
  readonly value: Json;
  readonly file: string;
  /** Line of the file, from 1, of the node at a path inside the value. */
  lineAt(path: YamlPath): number;
  readonly foreignTag?: string;
}

/**
 * The objects of a document: the items of a `List` or of a typed list such as `ConfigMapList`, at any depth;
 * else the document itself. Items of a typed list take its version and kind where they name none.
 * @throws OpsError `invalid-source`.
 */
export function flatten(file: string, document: YamlDocument): Entry[] {
  return flattenEntry({ ...document, file });
}

function flattenEntry(entry: Entry): Entry[] {
  const { value } = entry;
  if (!isObject(value) || !isList(value)) return [entry];
  const items = value['items'];
  if (!Array.isArray(items))
    throw sourceError(
      `${entry.file}:${entry.lineAt(['items'])}`,
      'the list has no "items". Add them, or remove the list.',
    );
  return items.flatMap((item, index) => flattenEntry(itemEntry(entry, value, item, index)));
}

/** Any kind may end in `List`; only `items` make it one, as for kubectl. */
function isList(value: JsonObject): boolean {
  const { apiVersion, kind, items } = value;
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return false;
  return kind === 'List' ? apiVersion === 'v1' : kind.endsWith('List') && Array.isArray(items);
}

function itemEntry(list: Entry, parent: JsonObject, item: Json, index: number): Entry {
  const lineAt = (path: YamlPath) => list.lineAt(['items', index, ...path]);
  if (!isObject(item))
    throw sourceError(`${list.file}:${lineAt([])}`, "the list's item is no object. Correct or remove it.");
  return { ...list, lineAt, value: withType(item, parent) };
}

function withType(item: JsonObject, list: JsonObject): JsonObject {
  const kind = textOf(list['kind']).slice(0, -'List'.length);
  const named = item['kind'] !== undefined || item['apiVersion'] !== undefined;
  return named || kind === '' ? item : { apiVersion: list['apiVersion'] ?? null, kind, ...item };
}
