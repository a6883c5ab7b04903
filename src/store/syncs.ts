import { type Kysely, type Selectable, sql } from 'kysely';
import type { SyncEnd } from '../core/sync/end.ts';
import { type SyncState, ENDED, isEnded } from '../core/sync/state.ts';
import type { SyncRecord, SyncRecords } from '../ports/records/sync-records.ts';
import { endWithMarkers } from './markers-in-plans.ts';
import { endOfBefore } from './plan-of-before.ts';
import { PLAN } from './plan-shape.ts';
import type { Schema, SyncRow } from './schema.ts';
import { endWithSubjects } from './subjects-in-plans.ts';
import { versioned } from './versioned.ts';

const APPROVERS = versioned<readonly string[]>('approvers');
const END = versioned<SyncEnd>('end', [endOfBefore, endWithMarkers, endWithSubjects]);

const APPLIED: readonly SyncState[] = ['synced', 'degraded'];

export function createSyncs(db: Kysely<Schema>): SyncRecords {
  const rows = () => db.selectFrom('syncs').selectAll();
  return {
    create: (sync) =>
      db.transaction().execute(async (transaction) => {
        const { repository, pull, target, commit } = sync;
        // Concurrent calls take turns: the second one finds the first one's row.
        const key = JSON.stringify(['sync', repository.id, target, commit, pull]);
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
        const before = await transaction
          .selectFrom('syncs')
          .selectAll()
          .where('repository', '=', repository.id)
          .where('target', '=', target)
          .where('commit', '=', commit)
          .where('pull', pull === undefined ? 'is' : '=', pull ?? null)
          .orderBy('id', 'desc')
          .executeTakeFirst();
        const known = before && recordOf(before);
        if (
          known !== undefined &&
          (!isEnded(known.state) || (known.state === 'synced' && !before?.forgotten))
        )
          return known;
        const row = await transaction
          .insertInto('syncs')
          .values(rowOf(sync))
          .returningAll()
          .executeTakeFirstOrThrow();
        return recordOf(row);
      }),
    async read(id) {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row && recordOf(row);
    },
    async update(id, { state, end, deployment }, at) {
      const row = await db
        .updateTable('syncs')
        .set({
          state,
          updated_at: at,
          ...(end !== undefined && { ended: END.write(end) }),
          ...(deployment !== undefined && { deployment }),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return recordOf(row);
    },
    async ofPull({ repository, number }) {
      const found = await rows()
        .where('repository', '=', repository.id)
        .where('pull', '=', number)
        .orderBy('id')
        .execute();
      return found.map(recordOf);
    },
    async unfinished(of) {
      const all = rows().where('state', 'not in', ENDED).orderBy('id');
      const own = of && all.where('repository', '=', of.repository.id).where('target', '=', of.target);
      return (await (own ?? all).execute()).map(recordOf);
    },
    async untold() {
      const ended = rows().where('state', 'in', ENDED).where('told', '=', false);
      return (await ended.orderBy('id').execute()).map(recordOf);
    },
    async told(id) {
      await db.updateTable('syncs').set({ told: true }).where('id', '=', id).execute();
    },
    async lastSynced(repository, target) {
      const row = await rows()
        .where('repository', '=', repository)
        .where('target', '=', target)
        .where('state', 'in', APPLIED)
        .where('forgotten', '=', false)
        .orderBy('id', 'desc')
        .executeTakeFirst();
      return row && recordOf(row);
    },
    async allSynced() {
      const found = await db
        .selectFrom('syncs')
        .selectAll()
        .distinctOn(['repository', 'target'])
        .where('state', 'in', APPLIED)
        .where('forgotten', '=', false)
        .orderBy('repository')
        .orderBy('target')
        .orderBy('id', 'desc')
        .execute();
      return found.map(recordOf);
    },
    async forget(repository, target) {
      await db
        .updateTable('syncs')
        .set({ forgotten: true })
        .where('repository', '=', repository)
        .where('target', '=', target)
        .where('state', 'in', APPLIED)
        .execute();
    },
  };
}

function rowOf(sync: Parameters<SyncRecords['create']>[0]) {
  const { repository, pull, approved, approvers, end, deployment, createdAt, ...rest } = sync;
  return {
    ...rest,
    told: isEnded(sync.state),
    repository: repository.id,
    installation: repository.installation,
    repository_name: repository.name,
    pull: pull ?? null,
    approved: approved === undefined ? null : PLAN.write(approved),
    approvers: APPROVERS.write(approvers),
    ended: end === undefined ? null : END.write(end),
    deployment: deployment ?? null,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function recordOf(row: Selectable<SyncRow>): SyncRecord {
  const {
    repository: id,
    installation,
    repository_name: name,
    pull,
    approved,
    approvers,
    ended,
    deployment,
  } = row;
  const { environment, target, commit } = row;
  return {
    id: row.id,
    repository: {
      id,
      installation,
      name,
    },
    environment,
    target,
    commit,
    approvers: APPROVERS.read(approvers),
    state: row.state as SyncState,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(pull !== null && { pull }),
    ...(approved !== null && { approved: PLAN.read(approved) }),
    ...(ended !== null && { end: END.read(ended) }),
    ...(deployment !== null && { deployment }),
  };
}
