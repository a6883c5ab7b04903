import type { ResourceId } from './resource.ts';

/** The form of an object's name in a configuration: `Kind name` or `Kind namespace/name`. */
export const OBJECT_NAME = /^[A-Z][A-Za-z0-9]* ([^\s/]+\/)?[^\s/]+$/;

/** Whether one of the names names the object; a name without a namespace holds in every namespace. */
export function isNamed(names: readonly string[], { kind, namespace, name }: ResourceId): boolean {
  return names.includes(`${kind} ${name}`) || names.includes(`${kind} ${namespace}/${name}`);
}

/** The object's name for the configuration. */
export function nameInConfig({ kind, namespace, name }: ResourceId): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
