import type { Change, Mark } from '../../../core/change/change.ts';
import { OpsError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json/json.ts';
import { mapAt } from '../../../core/json/read-json.ts';
import type { Masker } from '../../../core/secrets/mask.ts';
import type { KubernetesTarget } from '../../config/target.ts';
import type { Movement } from '../../identify/neighbours.ts';
import {
  type Inventory,
  INVENTORY_NAMESPACE,
  hasOwnerLabel,
  ownerLabelOf,
  withoutOwnerLabel,
} from '../../inventory/inventory.ts';
import { normalize } from '../../objects/normalize.ts';
import { uidOf } from '../../objects/object-version.ts';
import { type Self, lacksConfirmation, partOfUs, wishToStay } from '../../objects/reasons-to-keep.ts';
import { type ResourceId, resourceKey, subjectOf } from '../../objects/resource.ts';
import type { Observed } from '../../observe/observe.ts';
import { marksOf } from '../../risks/risks.ts';

/** An inventory member that the source no longer declares, and that is still live. */
export interface Orphan {
  readonly id: ResourceId;
  readonly live: JsonObject;
  readonly change: Change;
}

export interface PruneInput {
  readonly target: KubernetesTarget;
  readonly inventory: Inventory;
  readonly declared: ReadonlySet<string>;
  readonly live: ReadonlyMap<string, Observed>;
  readonly masker: Masker;
  readonly self: Self | undefined;
  readonly moved: Movement;
}

/**
 * The live members that are no longer declared, each with its change. A member that carries another target's owner
 * label is no orphan, and neither is one that is declared under another group.
 */
export function orphansOf(input: PruneInput): Orphan[] {
  const { inventory, declared, live } = input;
  const seen = uidsOf(declared, live);
  return inventory.members.flatMap((id) => {
    const object = live.get(resourceKey(id));
    if (declared.has(resourceKey(id)) || object === undefined || object instanceof OpsError) return [];
    const owner = ownerLabelOf(object);
    const isForeign = owner !== undefined && owner !== inventory.id;
    if (isForeign || seen.has(uidOf(object))) return [];
    seen.add(uidOf(object));
    return [orphanOf(input, id, object)];
  });
}

/**
 * The UIDs of the declared objects that are live. A server may serve one object in two groups, as a v1 Event and an
 * events.k8s.io/v1 one, and only the UID tells.
 */
function uidsOf(declared: ReadonlySet<string>, live: ReadonlyMap<string, Observed>): Set<string> {
  const objects = [...declared].map((key) => live.get(key));
  return new Set(
    objects.flatMap((seen) => (seen === undefined || seen instanceof OpsError ? [] : uidOf(seen))),
  );
}

function orphanOf(input: PruneInput, id: ResourceId, live: JsonObject): Orphan {
  const reason = reasonToKeep(input, id, live);
  const mark: Mark =
    reason === undefined
      ? { level: 'danger', text: 'no longer declared: deleted from the cluster' }
      : { level: 'note', text: `no longer declared, and kept: ${input.masker.text(reason)}` };
  const change: Change = {
    subject: subjectOf(id),
    action: reason === undefined ? 'delete' : 'keep',
    fields: [],
    before: input.masker.object(resourceKey(id), withoutOwnerLabel(normalize(live), input.inventory.id)),
    marks: [mark],
  };
  return { id, live, change: { ...change, marks: [mark, ...marksOf(change, live)] } };
}

/** A reason to leave a live object that is no longer declared; undefined: this filter knows none. */
type KeepFilter = (input: PruneInput, id: ResourceId, object: JsonObject) => string | undefined;

/** In the order in which they are asked: the first reason is told. */
const KEEP_FILTERS: Readonly<Record<string, KeepFilter>> = {
  unmarked: ({ inventory }, _id, object) =>
    hasOwnerLabel(object, inventory.id) ? undefined : 'its mark does not say that it is ours',
  owned: (_input, _id, object) =>
    Array.isArray(mapAt(object, 'metadata')['ownerReferences']) ? 'another object owns it' : undefined,
  terminating: (_input, _id, object) =>
    mapAt(object, 'metadata')['deletionTimestamp'] === undefined ? undefined : 'it is being deleted already',
  noPrune: ({ target }) => (target.spec.prune ? undefined : 'this target does not prune'),
  wish: (_input, _id, object) => wishToStay(object),
  inventories: (_input, id) => (holdsInventories(id) ? 'Plumbline keeps its inventories there' : undefined),
  self: ({ self }, id, object) => partOfUs(id, object, self),
  moved: ({ moved }, id) => moved(id),
  unconfirmed: ({ target }, id) => lacksConfirmation(id, target.spec.confirmDelete),
};

function reasonToKeep(input: PruneInput, id: ResourceId, object: JsonObject): string | undefined {
  for (const filter of Object.values(KEEP_FILTERS)) {
    const reason = filter(input, id, object);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function holdsInventories({ group, kind, name }: ResourceId): boolean {
  return group === '' && kind === 'Namespace' && name === INVENTORY_NAMESPACE;
}
