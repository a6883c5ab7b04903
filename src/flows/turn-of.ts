import { isEnded } from '../core/sync-state.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { SyncRecord, SyncRecords } from '../ports/sync-records.ts';
import { notBegun } from '../report/deployment.ts';

/** Whether a sync may begin: `waits` for another target's, or why it never will. */
export type Turn = 'now' | 'waits' | { readonly refused: string };

/** A sync begins when those of the targets before it have ended well. */
export async function turnOf(
  syncs: Pick<SyncRecords, 'ofPull' | 'unfinished'>,
  record: SyncRecord,
): Promise<Turn> {
  const before = record.approved?.after ?? [];
  // What has begun goes on.
  if (before.length === 0 || !['queued', 'planning'].includes(record.state)) return 'now';
  const isBefore = ({ repository, target }: SyncRecord) =>
    repository.id === record.repository.id && before.includes(target);
  const own = (await ofSamePull(syncs, record)).filter(isBefore);
  // Of two pull requests that wait for each other, the later one does.
  const running = (await syncs.unfinished()).filter((sync) => isBefore(sync) && sync.id < record.id);
  if ([...own, ...running].some(({ state }) => !isEnded(state))) return 'waits';
  const bad = own.find(({ state }) => state !== 'synced' && state !== 'superseded');
  return bad === undefined ? 'now' : { refused: notBegun(bad) };
}

/** Of each target the last attempt. */
async function ofSamePull(
  syncs: Pick<SyncRecords, 'ofPull'>,
  { repository, pull }: SyncRecord,
): Promise<readonly SyncRecord[]> {
  if (pull === undefined) return [];
  const all = await syncs.ofPull({ repository: repository.id, pull });
  return [...new Map(all.map((sync) => [sync.target, sync])).values()];
}

/** Those that waited for a target take their turn. */
export async function giveTurn(
  { syncs, jobs }: { readonly syncs: Pick<SyncRecords, 'unfinished'>; readonly jobs: Pick<Jobs, 'enqueue'> },
  { repository, target }: SyncRecord,
): Promise<void> {
  const waiting = (await syncs.unfinished()).filter(
    (sync) => sync.repository.id === repository.id && sync.approved?.after?.includes(target) === true,
  );
  for (const { id, target: next } of waiting)
    await jobs.enqueue('sync', { sync: id }, { key: `${repository.id}/${next}` });
}
