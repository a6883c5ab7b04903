import type { JsonObject } from '../json/json.ts';

/**
 * The identity of an object: group, kind, namespace and name. Never the version,
 * never without the namespace. `namespace` is `''` for a cluster-scoped object.
 */
export interface ResourceId {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The place in the source where an object is declared. */
export interface Origin {
  readonly file: string;
  /** First line of the object's document, from 1; absent where a tool made the object of the file. */
  readonly line?: number;
}

/** One place of an object whose value differs from render to render. */
export interface Unstable {
  /** JSON pointer; a list entry with a name is selected by its name: `/webhooks/[name=a.b]/clientConfig/caBundle`. */
  readonly pointer: string;
  /** The form of the value, in words: part of the approved plan. */
  readonly form: string;
}

/** One object as the source declares it, before its kind is looked up in the cluster. */
export interface Declared {
  readonly object: JsonObject;
  readonly origin: Origin;
  /** Places whose value differs from render to render. */
  readonly unstable?: readonly Unstable[];
}

/** A declared object with its identity. */
export interface Desired extends Declared {
  readonly id: ResourceId;
  readonly apiVersion: string;
}

/** One string per identity, for maps and for order: `group/Kind namespace/name`. */
export function resourceKey(id: ResourceId): string {
  return `${id.group}/${id.kind} ${id.namespace}/${id.name}`;
}

/** The words for people: `apps/Deployment shop/web`, `Namespace shop`. */
export function describeResource(id: ResourceId): string {
  const kind = id.group === '' ? id.kind : `${id.group}/${id.kind}`;
  return `${kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`;
}

/** `apps/v1` → `apps`; `v1` → the core group, `''`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function describeOrigin(origin: Origin): string {
  return origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`;
}
