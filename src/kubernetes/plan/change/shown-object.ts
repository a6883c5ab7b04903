import type { FieldChange } from '../../../core/change/change.ts';
import type { JsonObject, TreeObject } from '../../../core/json/json.ts';
import { mapAt } from '../../../core/json/read-json.ts';
import type { Masker } from '../../../core/secrets/mask.ts';
import { isOurs, ourFields } from '../../fields/managers/field-managers.ts';
import { type Ownership, managersOf, ownershipsOf } from '../../fields/managers/managed-fields.ts';
import { withoutOwnerLabel } from '../../inventory/inventory.ts';
import { normalize } from '../../objects/normalize.ts';
import { type Unstable, resourceKey } from '../../objects/resource.ts';
import { withoutUnstable } from '../../objects/unstable.ts';
import type { Expectation } from '../../predict/prediction.ts';
import { withOwnWriters } from './own-writers.ts';

/** The input of one object's plan. */
export interface Context {
  readonly expectation: Expectation;
  readonly masker: Masker;
  readonly ownerLabel: string;
  /**
   * Names of the annotations that the source declares or plumbline has applied: these are shown, whoever else writes
   * such ones.
   */
  readonly annotations: ReadonlySet<string>;
}

export function annotationsOf({ item, live }: Expectation): ReadonlySet<string> {
  const declared = Object.keys(mapAt(item.object, 'metadata', 'annotations'));
  const owned = live === undefined ? {} : ourFields(ownershipsOf(live));
  const ours = Object.keys(mapAt(owned, 'f:metadata', 'f:annotations')).map((segment) => segment.slice(2));
  return new Set([...declared, ...ours]);
}

/** An object as it is shown, without the content of the values that every render makes anew. */
export function shown(context: Context, object: JsonObject): TreeObject {
  return withoutUnstable(formOf(context, object), madeAnew(context));
}

export function madeAnew({ expectation: { item } }: Context): Unstable[] {
  return (item.unstable ?? []).filter(({ pointer }) => item.held?.includes(pointer) !== true);
}

export function formOf(context: Context, object: JsonObject): TreeObject {
  return context.masker.object(resourceKey(context.expectation.item.id), comparedForm(context, object));
}

/** The form of `formOf`, not masked yet. */
export function comparedForm({ ownerLabel, annotations }: Context, object: JsonObject): JsonObject {
  return withoutOwnerLabel(normalize(object, annotations), ownerLabel);
}

/** A changed field with its live writer, and with the managers that lose the field. */
export function withWriters(
  field: FieldChange,
  before: readonly Ownership[],
  after: readonly Ownership[],
): FieldChange[] {
  const others = before.filter((owner) => !isOurs(owner));
  const left = new Set(managersOf(field.path, after));
  const taken = managersOf(field.path, others).filter((manager) => !left.has(manager));
  const isTaken = taken.length > 0 && field.after !== undefined;
  return withOwnWriters(field, others).map((each) => (isTaken ? { ...each, taken } : each));
}
