import type { SyncRecord } from '../../ports/records/sync-records.ts';

/** The last sync of each target: earlier attempts were tried again. @param syncs in the order in which they were asked for */
export function latestSyncs(syncs: readonly SyncRecord[]): readonly SyncRecord[] {
  return [...new Map(syncs.map((sync) => [sync.target, sync])).values()];
}
