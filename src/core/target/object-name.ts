import type { ResourceId } from '../change/resource.ts';

/** How a configuration names objects: `Kind name` or `Kind namespace/name`. */
export const OBJECT_NAME = /^[A-Z][A-Za-z0-9]* ([^\s/]+\/)?[^\s/]+$/;

/** Whether one of the names is that of the object; without a namespace it is meant in every one. */
export function isNamed(names: readonly string[], { kind, namespace, name }: ResourceId): boolean {
  return names.includes(`${kind} ${name}`) || names.includes(`${kind} ${namespace}/${name}`);
}

/** What to write into the configuration to name the object. */
export function nameInConfig({ kind, namespace, name }: ResourceId): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
