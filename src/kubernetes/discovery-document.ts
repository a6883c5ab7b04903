import { type Json, type JsonObject, isObject } from '../core/json.ts';
import type { ResourceType } from './resource-type.ts';

/** One version of an API group, with its kinds. */
export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  /** Its server does not answer: the kinds are those of the last time, or none. */
  readonly stale: boolean;
  readonly types: readonly ResourceType[];
}

/**
 * Reads an `APIGroupDiscoveryList`, in the order in which the server prefers versions.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export function readDiscovery(document: JsonObject): ServedVersion[] {
  return objects(document['items']).flatMap((item) => {
    const metadata = isObject(item['metadata']) ? item['metadata'] : {};
    // The core group has no name.
    const group = text(metadata['name']);
    return objects(item['versions']).map((version) => readVersion(group, version));
  });
}

function readVersion(group: string, document: JsonObject): ServedVersion {
  const version = text(document['version']);
  const types = objects(document['resources']).map((resource) => readType(group, version, resource));
  return { group, version, stale: document['freshness'] === 'Stale', types };
}

function readType(group: string, version: string, resource: JsonObject): ResourceType {
  const responseKind = isObject(resource['responseKind']) ? resource['responseKind'] : {};
  const verbs = Array.isArray(resource['verbs']) ? resource['verbs'].map(text) : [];
  return {
    group,
    version,
    kind: text(responseKind['kind']),
    plural: text(resource['resource']),
    namespaced: resource['scope'] === 'Namespaced',
    verbs,
  };
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
