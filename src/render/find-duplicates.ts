import type { OpsError } from '../core/errors.ts';
import { generatedName } from '../core/hooks.ts';
import type { JsonObject } from '../core/json.ts';
import {
  type Declared,
  type ResourceId,
  describeOrigin,
  describeResource,
  groupOf,
  resourceKey,
} from '../core/resource.ts';
import { sourceError } from './source-error.ts';
import { textOf } from './text-of.ts';

/** An error for each object that is declared a second time; by its declared fields, before any namespace is filled in. */
export function findDuplicates(declared: readonly Declared[]): OpsError[] {
  const first = new Map<string, Declared>();
  return declared.flatMap((item) => {
    // Each is made under a name of its own.
    if (generatedName(item.object) !== undefined) return [];
    const id = declaredId(item.object);
    const earlier = first.get(resourceKey(id));
    if (!earlier) first.set(resourceKey(id), item);
    return earlier ? [duplicateError(id, item, earlier)] : [];
  });
}

function duplicateError(id: ResourceId, item: Declared, earlier: Declared): OpsError {
  const places = `${describeOrigin(earlier.origin)} declares it already`;
  return sourceError(
    describeOrigin(item.origin),
    `${describeResource(id)} is declared twice: ${places}. Remove one of the two.`,
  );
}

function declaredId(object: JsonObject): ResourceId {
  const metadata = object['metadata'] as JsonObject;
  return {
    group: groupOf(textOf(object['apiVersion'])),
    kind: textOf(object['kind']),
    namespace: textOf(metadata['namespace']),
    name: textOf(metadata['name']),
  };
}
