import type { ObjectHealth } from './outcome.ts';

/** The live state of a synced target: its last sync, its source, and the health of its objects. */
export interface Inspection {
  /** Repository and path of the last sync; absent: no sync under this name. */
  readonly source?: string;
  /** Time of the last change by a sync, as the server recorded it (RFC 3339); absent: no object is left to tell. */
  readonly changed?: string;
  /** The health of every object that the target owns. */
  readonly objects: readonly ObjectHealth[];
  /** Objects that cannot be observed, each with the reason. Masked. */
  readonly unknown: readonly string[];
}
