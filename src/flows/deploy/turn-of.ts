import { refKey } from '../../core/refs.ts';
import { isEnded } from '../../core/sync/state.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { SyncRecord, SyncRecords } from '../../ports/records/sync-records.ts';
import { notBegun } from '../../report/github/deployment.ts';
import { latestSyncs } from './latest-syncs.ts';

/** Whether a sync may begin: `now`, `waits` for another target's sync, or the reason why it never will. */
export type Turn = 'now' | 'waits' | { readonly refused: string };

/** A sync begins when the syncs of the targets before it have ended well. */
export async function turnOf(
  syncs: Pick<SyncRecords, 'ofPull' | 'unfinished'>,
  record: SyncRecord,
): Promise<Turn> {
  const before = record.approved?.after ?? [];
  // A sync that has begun goes on.
  if (before.length === 0 || !['queued', 'planning'].includes(record.state)) return 'now';
  const isBefore = ({ repository, target }: SyncRecord) =>
    repository.id === record.repository.id && before.includes(target);
  const own = (await ofSamePull(syncs, record)).filter(isBefore);
  // Of two pull requests that would wait for each other, only the later one waits.
  const running = (await syncs.unfinished()).filter((sync) => isBefore(sync) && sync.id < record.id);
  if ([...own, ...running].some(({ state }) => !isEnded(state))) return 'waits';
  const bad = own.find(({ state }) => state !== 'synced' && state !== 'superseded');
  return bad === undefined ? 'now' : { refused: notBegun(bad) };
}

async function ofSamePull(
  syncs: Pick<SyncRecords, 'ofPull'>,
  { repository, pull }: SyncRecord,
): Promise<readonly SyncRecord[]> {
  if (pull === undefined) return [];
  return latestSyncs(await syncs.ofPull({ repository, number: pull }));
}

/**
 * The first unfinished sync of a sync's target: pull requests are deployed in the order of their merges.
 * @returns the sync itself, or an earlier one
 */
export async function firstOf(
  syncs: Pick<SyncRecords, 'unfinished'>,
  record: SyncRecord,
): Promise<SyncRecord> {
  if (isEnded(record.state)) return record;
  const { repository, target } = record;
  return (await syncs.unfinished({ repository, target }))[0] ?? record;
}

function isSameTarget({ repository, target }: SyncRecord, other: SyncRecord): boolean {
  return repository.id === other.repository.id && target === other.target;
}

/** Enqueues the syncs that waited for a target, and the target's own next one. */
export async function giveTurn(
  { syncs, jobs }: { readonly syncs: Pick<SyncRecords, 'unfinished'>; readonly jobs: Pick<Jobs, 'enqueue'> },
  ended: SyncRecord,
): Promise<void> {
  const { repository, target } = ended;
  const isAfter = (sync: SyncRecord) =>
    sync.repository.id === repository.id && sync.approved?.after?.includes(target) === true;
  const waiting = (await syncs.unfinished()).filter((sync) => isAfter(sync) || isSameTarget(sync, ended));
  for (const { id, target: next } of waiting)
    await jobs.enqueue('sync', { sync: id }, { key: refKey({ repository, target: next }) });
}
