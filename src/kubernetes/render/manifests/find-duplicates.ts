import type { OpsError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json/json.ts';
import { declaredTwice } from '../../identify/declared-twice.ts';
import { type Declared, type ResourceId, groupOf } from '../../objects/resource.ts';
import { sourceError } from '../yaml/source-error.ts';
import { textOf } from './text-of.ts';

/**
 * An error for each object that is declared a second time, compared by its declared fields, before any namespace is
 * filled in.
 */
export function findDuplicates(declared: readonly Declared[]): OpsError[] {
  const items = declared.map((item) => ({ ...item, id: declaredId(item.object) }));
  return declaredTwice(items).map(({ place, problem }) => sourceError(place, problem));
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
