import type { SyncRecord } from '../../ports/records/sync-records.ts';

/** The last sync of each target, without its earlier attempts. @param syncs in the order of their creation */
export function latestSyncs(syncs: readonly SyncRecord[]): readonly SyncRecord[] {
  return [...new Map(syncs.map((sync) => [sync.target, sync])).values()];
}
