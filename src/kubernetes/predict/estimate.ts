import type { JsonObject } from '../../core/json/json.ts';
import { withEmptiedStructs } from '../fields/emptied/emptied-structs.ts';
import { type Segments, fieldsOutside, withoutFields } from '../fields/field-set.ts';
import { listTypesOf } from '../fields/list-types.ts';
import { FIELD_MANAGER, fieldsAddedByPeople, isOurs, ourFields } from '../fields/managers/field-managers.ts';
import { type Ownership, ownershipsOf } from '../fields/managers/managed-fields.ts';
import { fieldsNamedBy, mergeManifest } from '../fields/merge-manifest.ts';
import { removeFields } from '../fields/remove-fields.ts';
import { renamedEntries } from '../fields/renamed-entries.ts';
import type { DryRunInput } from './dry-run-input.ts';

export interface Estimate {
  /** The object as it would be stored. */
  readonly object: JsonObject;
  /** The owners of its fields after the apply. */
  readonly owners: readonly Ownership[];
  /** Fields of others that would go. */
  readonly takeOver: readonly Segments[];
  /** Fields of others that the server does not let go (a claim's class, a Job's template). */
  readonly stuck?: readonly Segments[];
}

/**
 * Estimates the object after an apply, without the server: fields that people added and fields that plumbline no longer
 * names go, and the body is laid over the rest. Defaults and admission are not in it.
 * @param also further fields that go, whoever owns them
 */
export function estimateOf(
  { item, body, left }: DryRunInput,
  live: JsonObject,
  also: readonly Segments[] = [],
): Estimate {
  const owners = ownershipsOf(live);
  const types = listTypesOf(owners);
  const named = fieldsNamedBy(body, types);
  const renamed = renamedEntries({ body, live, owners, left });
  const takeOver = [...fieldsAddedByPeople(owners, named, left), ...renamed, ...also];
  const others = owners
    .filter((owner) => !isOurs(owner))
    .map((owner) => ({ ...owner, fields: withoutFields(owner.fields, takeOver) }));
  const kept = [named, ...others.map(({ fields }) => fields)];
  const paths = fieldsOutside(ourFields(owners), kept);
  const given = withEmptiedStructs({ paths, from: owners.filter(isOurs), kept, isLeft: left.within });
  const ours = { ...OURS, apiVersion: item.apiVersion, fields: named };
  return {
    object: mergeManifest(removeFields(live, [...takeOver, ...given]), body, types),
    owners: [...others, ours],
    takeOver,
  };
}

const OURS = { manager: FIELD_MANAGER, operation: 'Apply', subresource: '' } as const;
