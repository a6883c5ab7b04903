import type { FieldChange } from '../core/change.ts';
import type { JsonObject } from '../core/json.ts';
import type { Masker } from '../core/mask.ts';
import { normalize } from '../core/normalize.ts';
import { withOwnWriters } from '../core/own-writers.ts';
import { type Ownership, managersOf } from '../core/ownership.ts';
import { isOurs } from '../core/people.ts';
import { type Unstable, withoutUnstable } from '../core/unstable.ts';
import { withoutMark } from './inventory.ts';
import type { Expectation } from './prediction.ts';

/** What a proposal about one object is made from. */
export interface Context {
  readonly expectation: Expectation;
  readonly masker: Masker;
  readonly mark: string;
}

/** What would come of an object, with words for what another render would make otherwise. */
export function shown(context: Context, object: JsonObject): JsonObject {
  return withoutUnstable(formOf(context, object), madeAnew(context));
}

export function madeAnew({ expectation: { item } }: Context): Unstable[] {
  return (item.unstable ?? []).filter(({ pointer }) => item.held?.includes(pointer) !== true);
}

export function formOf({ expectation: { item }, masker, mark }: Context, object: JsonObject): JsonObject {
  return masker.object(item.id, withoutMark(normalize(object), mark));
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
