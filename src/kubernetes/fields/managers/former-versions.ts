import { unionOf } from '../field-set.ts';
import type { Ownership } from './managed-fields.ts';

/**
 * The owners, with each entry of a version that is no longer served carried over to `apiVersion`. Beside an entry that
 * it cannot read, a server refuses the apply, or forgets the entry, and then the fields of the entry never go.
 * @param isServed whether the object is still served at an `apiVersion`
 * @returns the very same list where all versions are served
 */
export function inServedVersions(
  owners: readonly Ownership[],
  apiVersion: string,
  isServed: (apiVersion: string) => boolean,
): readonly Ownership[] {
  if (owners.every((owner) => isServed(owner.apiVersion))) return owners;
  const carried = owners.map((owner) => (isServed(owner.apiVersion) ? owner : { ...owner, apiVersion }));
  return [...Map.groupBy(carried, identityOf).values()].map(asOne);
}

/** The key by which the server tells entries apart: of two entries with the same key it would keep one. */
function identityOf({ manager, operation, apiVersion, subresource }: Ownership): string {
  return JSON.stringify([manager, operation, apiVersion, subresource]);
}

function asOne(entries: readonly Ownership[]): Ownership {
  // RFC 3339 in UTC: the last in the alphabet is the latest.
  const latest = entries.toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? '')).at(-1) as Ownership;
  return { ...latest, fields: unionOf(entries.map(({ fields }) => fields)) };
}
