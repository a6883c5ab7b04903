import { OpsError } from '../../core/errors.ts';

/** A kind of object as a server serves it: the answer of discovery, and the address of requests. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The name in paths: `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** The verbs that the server allows: `get`, `list`, `patch`, `delete`, `watch`, … */
  readonly verbs: readonly string[];
}

/** The part of an identity that addresses an object within its kind. `namespace` is `''` where there is none. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** A kind that every cluster serves. */
export function coreType(kind: string, plural: string, namespaced: boolean): ResourceType {
  return { group: '', version: 'v1', kind, plural, namespaced, verbs: [] };
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** `deployments.apps`: how RBAC and kubectl name a resource. */
export function resourceOf({ group, plural }: Pick<ResourceType, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** The path of all objects of a kind; of one namespace where `namespace` is given and the kind has namespaces. */
export function collectionPath(type: ResourceType, namespace = ''): string {
  const root = type.group === '' ? '/api' : `/apis/${segment(type.group)}`;
  const scope = type.namespaced && namespace !== '' ? `/namespaces/${segment(namespace)}` : '';
  return `${root}/${segment(type.version)}${scope}/${segment(type.plural)}`;
}

/**
 * The path of one object.
 * @throws OpsError `invalid` for a name that cannot be part of a path, or a namespaced kind without a namespace.
 */
export function objectPath(type: ResourceType, object: ObjectName): string {
  if (type.namespaced && object.namespace === '') {
    throw new OpsError({
      code: 'invalid',
      subject: `${type.kind} ${object.name}`,
      message: 'it has no namespace. Set metadata.namespace, or a namespace for its target.',
    });
  }
  return `${collectionPath(type, object.namespace)}/${segment(object.name)}`;
}

/** Names come from manifests: none of them may turn a request into another one. */
function segment(name: string): string {
  if (name === '' || name === '.' || name === '..') {
    throw new OpsError({
      code: 'invalid',
      subject: `name ${JSON.stringify(name)}`,
      message: 'it cannot be part of an API path. Give the object another name.',
    });
  }
  return encodeURIComponent(name);
}
