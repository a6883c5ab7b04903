import { leftBy } from '../core/ignore.ts';
import type { JsonObject } from '../core/json.ts';
import { listTypesOf } from '../core/list-types.ts';
import { fieldsNamedBy, overlay } from '../core/overlay.ts';
import { type Ownership, type Segments, fieldsOutside, ownershipsOf } from '../core/ownership.ts';
import { FIELD_MANAGER, fieldsAddedByPeople, isOurs, ourFields } from '../core/people.ts';
import { removeFields } from '../core/remove-fields.ts';
import type { Question } from './question.ts';

export interface Outlook {
  readonly object: JsonObject;
  readonly owners: readonly Ownership[];
  /** Fields of people that would go. */
  readonly takeOver: readonly Segments[];
}

/**
 * What an apply would make of a live object, without asking the server: what people added and what we no longer name
 * goes, and what we name is laid over the rest. Defaults and admission are not in it.
 */
export function outlookOf({ item, body, rules }: Question, live: JsonObject): Outlook {
  const owners = ownershipsOf(live);
  const types = listTypesOf(owners);
  const named = fieldsNamedBy(body, types);
  const others = owners.filter((owner) => !isOurs(owner));
  const takeOver = fieldsAddedByPeople(owners, named, leftBy(rules));
  const given = fieldsOutside(ourFields(owners), [named, ...others.map(({ fields }) => fields)]);
  const ours = { ...OURS, apiVersion: item.apiVersion, fields: named };
  return {
    object: overlay(removeFields(live, [...takeOver, ...given]), body, types),
    owners: [...others, ours],
    takeOver,
  };
}

const OURS = { manager: FIELD_MANAGER, operation: 'Apply', subresource: '' } as const;
