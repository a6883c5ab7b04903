import type { ResourceId } from './resource.ts';
import { type Json, type JsonObject, isObject } from './json.ts';

/** Fields of matching objects that are left to whoever writes them live. */
export interface IgnoreRule {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** JSON pointer (RFC 6901). */
  readonly path: string;
  readonly because: string;
}

export function rulesFor(rules: readonly IgnoreRule[], id: ResourceId): IgnoreRule[] {
  return rules.filter(
    (rule) =>
      (rule.kind ?? id.kind) === id.kind &&
      (rule.name ?? id.name) === id.name &&
      (rule.namespace ?? id.namespace) === id.namespace,
  );
}

/**
 * `desired` with every ignored field as it is in `live`, so that applying it leaves the field alone.
 * A field that live does not have leaves desired too.
 */
export function withIgnored(desired: JsonObject, live: JsonObject, rules: readonly IgnoreRule[]): JsonObject {
  const result = structuredClone(desired);
  for (const rule of rules) copyAt(result, live, pointerSegments(rule.path));
  return result;
}

export function pointerSegments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function copyAt(into: Json | undefined, from: Json | undefined, segments: string[]): void {
  const [head, ...rest] = segments;
  if (head === undefined || (!isObject(into) && !Array.isArray(into))) return;
  const target = into as JsonObject;
  const source = (isObject(from) || Array.isArray(from) ? from : {}) as JsonObject;
  if (rest.length > 0) return copyAt(target[head], source[head], rest);
  if (!(head in target)) return;
  if (source[head] !== undefined) target[head] = structuredClone(source[head]);
  else if (Array.isArray(into)) into.splice(Number(head), 1);
  else delete target[head];
}
