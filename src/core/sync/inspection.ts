import type { ObjectHealth } from './outcome.ts';

/** What is live of a target that was synced: when, from where, and whether it does its work. */
export interface Inspection {
  /** Repository and path that were synced last; absent: nothing was, under this name. */
  readonly source?: string;
  /** When a sync last changed anything of it, as the server recorded it (RFC 3339); absent: no object is left that tells. */
  readonly changed?: string;
  /** Of every object that the target owns. */
  readonly objects: readonly ObjectHealth[];
  /** Objects that cannot be looked at, each with why. Masked. */
  readonly unknown: readonly string[];
}
