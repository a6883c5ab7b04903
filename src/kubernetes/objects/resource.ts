import { type Origin, type Subject, describeSubject } from '../../core/change/subject.ts';
import type { JsonObject } from '../../core/json/json.ts';

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

/** The identity as every engine has it: the kind with its group, the namespace as the scope. */
export function subjectOf({ group, kind, namespace, name }: ResourceId): Subject {
  return { kind: group === '' ? kind : `${group}/${kind}`, scope: namespace, name };
}

/** The identity of a subject that this engine made. */
export function idOf({ kind, scope, name }: Subject): ResourceId {
  const slash = kind.indexOf('/');
  return { group: kind.slice(0, Math.max(slash, 0)), kind: kind.slice(slash + 1), namespace: scope, name };
}

/** The words for people: `apps/Deployment shop/web`, `Namespace shop`. */
export function describeResource(id: ResourceId): string {
  return describeSubject(subjectOf(id));
}

/** `apps/v1` → `apps`; `v1` → the core group, `''`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
