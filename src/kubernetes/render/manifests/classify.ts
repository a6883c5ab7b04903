import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { type Declared, groupOf } from '../../objects/resource.ts';
import { isHook } from '../../order/hooks.ts';
import type { YamlPath } from '../yaml/node-at.ts';
import { sourceError } from '../yaml/source-error.ts';
import type { Entry } from './flatten.ts';
import { stripServerFields } from './strip.ts';
import { textOf } from './text-of.ts';

/** How a value of a file is treated. */
export type Classified =
  | { readonly type: 'declared'; readonly declared: Declared }
  /** Not for Kubernetes: another tool's file. */
  | { readonly type: 'other' }
  /** For Kubernetes, but not an object to apply. */
  | { readonly type: 'skipped'; readonly warning: string };

/**
 * Tells a Kubernetes object from other YAML: without `apiVersion` and `kind` it is none, with only one of them it is a
 * mistake.
 * @throws OpsError `invalid-source`.
 */
export function classify(entry: Entry): Classified {
  const { value } = entry;
  if (!isObject(value)) return classifyOther(entry);
  if (isAbsent(value['apiVersion']) && isAbsent(value['kind'])) return { type: 'other' };
  if (entry.foreignTag !== undefined)
    throw sourceError(entry.foreignTag, 'this tag means nothing to Kubernetes. Remove it.');
  checkType(entry, value);
  return isBuildFile(value) ? skipBuildFile(entry) : { type: 'declared', declared: declare(entry, value) };
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function classifyOther(entry: Entry): Classified {
  const { value } = entry;
  if (!Array.isArray(value))
    return refuse(
      entry,
      [],
      'a bare text is no object. Correct the file, fetch it if it is kept in Git LFS, or move it out of the folder.',
    );
  const hidesObject = value.some(
    (item) => isObject(item) && !isAbsent(item['apiVersion']) && !isAbsent(item['kind']),
  );
  return hidesObject
    ? refuse(entry, [], 'objects in a bare list are not read. Separate them with "---".')
    : { type: 'other' };
}

function checkType(entry: Entry, value: JsonObject): void {
  for (const field of ['apiVersion', 'kind']) {
    if (isAbsent(value[field])) refuse(entry, [], `${field} is missing. Add it.`);
    requireText(entry, value, [field]);
  }
  if (textOf(value['apiVersion']).split('/').length > 2)
    refuse(entry, ['apiVersion'], 'apiVersion is not "version" or "group/version". Correct it.');
}

function isBuildFile(value: JsonObject): boolean {
  return groupOf(textOf(value['apiVersion'])) === 'kustomize.config.k8s.io';
}

function skipBuildFile(entry: Entry): Classified {
  const place = `${entry.file}:${entry.lineAt([])}`;
  return {
    type: 'skipped',
    warning: `${place}: skipped: it is for kustomize, and this folder is read as plain manifests.`,
  };
}

function declare(entry: Entry, value: JsonObject): Declared {
  const metadata = value['metadata'];
  if (!isObject(metadata)) return refuse(entry, ['metadata'], 'metadata.name is missing. Add it.');
  checkName(entry, value, metadata);
  const namespace = metadata['namespace'];
  if (!isAbsent(namespace) && namespace !== '') requireText(entry, metadata, ['metadata', 'namespace']);
  return { object: stripServerFields(value), origin: { file: entry.file, line: entry.lineAt([]) } };
}

function checkName(entry: Entry, value: JsonObject, metadata: JsonObject): void {
  if (!isAbsent(metadata['name'])) return requireText(entry, metadata, ['metadata', 'name']);
  if (!isAbsent(metadata['generateName'])) {
    // A hook is made anew with every sync, and is never compared.
    if (isHook(value)) return requireText(entry, metadata, ['metadata', 'generateName']);
    refuse(
      entry,
      ['metadata', 'generateName'],
      'generateName makes a new object with every sync, so it can never be in sync. Give it a name.',
    );
  }
  refuse(entry, ['metadata'], 'metadata.name is missing. Add it.');
}

function requireText(entry: Entry, parent: JsonObject, path: string[]): void {
  const value = parent[path.at(-1) ?? ''];
  if (typeof value !== 'string') refuse(entry, path, `${path.join('.')} is not text. Put it in quotes.`);
  if (value === '') refuse(entry, path, `${path.join('.')} is empty. Fill it in.`);
}

function refuse(entry: Entry, path: YamlPath, problem: string): never {
  throw sourceError(`${entry.file}:${entry.lineAt(path)}`, problem);
}
