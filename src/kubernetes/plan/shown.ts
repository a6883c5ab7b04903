import type { FieldChange } from '../../core/change/change.ts';
import type { Unstable } from '../../core/change/resource.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import type { Masker } from '../../core/secrets/mask.ts';
import { isOurs, ourFields } from '../fields/field-managers.ts';
import { type Ownership, managersOf, ownershipsOf } from '../fields/managed-fields.ts';
import { withoutOwnerLabel } from '../inventory/inventory.ts';
import { normalize } from '../objects/normalize.ts';
import { withoutUnstable } from '../objects/unstable.ts';
import type { Expectation } from '../predict/prediction.ts';
import { withOwnWriters } from './own-writers.ts';

/** What a proposal about one object is made from. */
export interface Context {
  readonly expectation: Expectation;
  readonly masker: Masker;
  readonly ownerLabel: string;
  /** Names of annotations that the source has, or that we have applied: whoever else writes such ones, these are ours. */
  readonly annotations: ReadonlySet<string>;
}

export function annotationsOf({ item, live }: Expectation): ReadonlySet<string> {
  const declared = Object.keys(mapAt(item.object, 'metadata', 'annotations'));
  const owned = live === undefined ? {} : ourFields(ownershipsOf(live));
  const ours = Object.keys(mapAt(owned, 'f:metadata', 'f:annotations')).map((segment) => segment.slice(2));
  return new Set([...declared, ...ours]);
}

/** What would come of an object, with words for what another render would make otherwise. */
export function shown(context: Context, object: JsonObject): JsonObject {
  return withoutUnstable(formOf(context, object), madeAnew(context));
}

export function madeAnew({ expectation: { item } }: Context): Unstable[] {
  return (item.unstable ?? []).filter(({ pointer }) => item.held?.includes(pointer) !== true);
}

export function formOf(context: Context, object: JsonObject): JsonObject {
  return context.masker.object(context.expectation.item.id, comparedForm(context, object));
}

/** The same, not masked yet. */
export function comparedForm({ ownerLabel, annotations }: Context, object: JsonObject): JsonObject {
  return withoutOwnerLabel(normalize(object, annotations), ownerLabel);
}

/** Who wrote the live value, and whose field it will no longer be. */
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
