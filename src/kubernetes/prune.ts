import type { Action, Change, Mark } from '../core/change.ts';
import { OpsError } from '../core/errors.ts';
import { type JsonObject, isObject } from '../core/json.ts';
import type { Masker } from '../core/mask.ts';
import { marksOf } from '../core/marks.ts';
import { normalize } from '../core/normalize.ts';
import { type ResourceId, resourceKey } from '../core/resource.ts';
import type { Target } from '../core/target.ts';
import { type Inventory, isMarked, withoutMark } from './inventory.ts';
import type { Observed } from './observe.ts';

/** An inventory member that the source no longer declares, and that is still live. */
export interface Orphan {
  readonly id: ResourceId;
  readonly live: JsonObject;
  readonly change: Change;
}

/** Deleting one of these deletes what it holds: that is for a person to do. */
const HOLDS_DATA: Readonly<Record<string, string>> = {
  '/Namespace': 'deleting a namespace deletes all that is in it',
  '/PersistentVolumeClaim': 'deleting a volume claim can delete its data',
  '/PersistentVolume': 'deleting a volume can delete its data',
  'apiextensions.k8s.io/CustomResourceDefinition': 'deleting a CRD deletes all of its resources',
};

export interface PruneInput {
  readonly target: Target;
  readonly inventory: Inventory;
  readonly declared: ReadonlySet<string>;
  readonly live: ReadonlyMap<string, Observed>;
  readonly masker: Masker;
}

/** The members that are no longer declared, each with what becomes of it. One that is gone already is none. */
export function orphansOf({ target, inventory, declared, live, masker }: PruneInput): Orphan[] {
  return inventory.members.flatMap((id) => {
    const object = live.get(resourceKey(id));
    if (declared.has(resourceKey(id)) || object === undefined || object instanceof OpsError) return [];
    const before = masker.object(id, withoutMark(normalize(object), inventory.id));
    const reason = reasonToKeep(id, object, target, inventory);
    const action: Action = reason === undefined ? 'delete' : 'keep';
    const mark: Mark =
      reason === undefined
        ? { level: 'danger', text: 'no longer declared: deleted from the cluster' }
        : { level: 'note', text: `no longer declared, and kept: ${reason}` };
    const change: Change = { id, action, fields: [], before, marks: [mark] };
    return [{ id, live: object, change: { ...change, marks: [mark, ...marksOf(change, object)] } }];
  });
}

function reasonToKeep(
  id: ResourceId,
  object: JsonObject,
  target: Target,
  inventory: Inventory,
): string | undefined {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  if (!isMarked(object, inventory.id)) return 'its mark does not say that it is ours';
  if (Array.isArray(metadata['ownerReferences'])) return 'another object owns it';
  if (metadata['deletionTimestamp'] !== undefined) return 'it is being deleted already';
  if (!target.prune) return 'this target does not prune';
  return HOLDS_DATA[`${id.group}/${id.kind}`];
}
