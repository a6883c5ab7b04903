import type { JsonObject } from '../../core/json/json.ts';
import { asText, mapsAt, textAt } from '../../core/json/read-json.ts';
import type { ResourceType } from '../client/resource-type.ts';

/** One version of an API group, with its kinds. */
export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  /** Whether its server does not answer: the kinds are those of the last time, or none. */
  readonly stale: boolean;
  readonly types: readonly ResourceType[];
}

/**
 * Reads an `APIGroupDiscoveryList`, in the order in which the server prefers versions.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export function readDiscovery(document: JsonObject): ServedVersion[] {
  return mapsAt(document, 'items').flatMap((item) => {
    // The core group has no name.
    const group = textAt(item, 'metadata', 'name');
    return mapsAt(item, 'versions').map((version) => readVersion(group, version));
  });
}

function readVersion(group: string, document: JsonObject): ServedVersion {
  const version = textAt(document, 'version');
  const types = mapsAt(document, 'resources').map((resource) => readType(group, version, resource));
  return { group, version, stale: document['freshness'] === 'Stale', types };
}

function readType(group: string, version: string, resource: JsonObject): ResourceType {
  const verbs = Array.isArray(resource['verbs']) ? resource['verbs'].map(asText) : [];
  return {
    group,
    version,
    kind: textAt(resource, 'responseKind', 'kind'),
    plural: textAt(resource, 'resource'),
    namespaced: resource['scope'] === 'Namespaced',
    verbs,
  };
}
