import { type Kysely, type Selectable, sql } from 'kysely';
import type { SyncEnd } from '../core/sync/end.ts';
import { type SyncState, ENDED, isEnded } from '../core/sync/state.ts';
import type { SyncRecord, SyncRecords } from '../ports/records/sync-records.ts';
import type { Recording } from './events.ts';
import { type PlanOf, keepPlan, readPlans } from './plans.ts';
import type { Schema, SyncRow } from './schema.ts';
import { endWithMarkers } from './shapes/markers-in-plans.ts';
import { endOfBefore } from './shapes/plan-of-before.ts';
import { endWithSubjects } from './shapes/subjects-in-plans.ts';
import { versioned } from './shapes/versioned.ts';
import { whatSynced } from './what-happened.ts';

const APPROVERS = versioned<readonly string[]>('approvers');
const END = versioned<SyncEnd>('end', [endOfBefore, endWithMarkers, endWithSubjects]);

const APPLIED: readonly SyncState[] = ['synced', 'degraded'];

export function createSyncs(db: Kysely<Schema>, recording: Recording): SyncRecords {
  const rows = () => db.selectFrom('syncs').selectAll();
  const record = async (row: Selectable<SyncRow>) => recordOf(row, await readPlans(db, [row]));
  const records = async (found: readonly Selectable<SyncRow>[]) => {
    const planOf = await readPlans(db, found);
    return found.map((row) => recordOf(row, planOf));
  };
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
        const known = before && recordOf(before, await readPlans(transaction, [before]));
        if (
          known !== undefined &&
          (!isEnded(known.state) || (known.state === 'synced' && !before?.forgotten))
        )
          return known;
        const row = await transaction
          .insertInto('syncs')
          .values({ ...rowOf(sync), ...(await keepPlan(transaction, sync.approved)) })
          .returningAll()
          .executeTakeFirstOrThrow();
        return recordOf(row, await readPlans(transaction, [row]));
      }),
    async read(id) {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    update: (id, { state, end, deployment }, at) =>
      recording(async (transaction, tell) => {
        const before = await transaction
          .selectFrom('syncs')
          .select('state')
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirstOrThrow();
        const row = await transaction
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
        const after = recordOf(row, await readPlans(transaction, [row]));
        tell(...whatSynced(before.state as SyncState, after));
        return after;
      }),
    async ofPull({ repository, number }) {
      const found = await rows()
        .where('repository', '=', repository.id)
        .where('pull', '=', number)
        .orderBy('id')
        .execute();
      return records(found);
    },
    async unfinished(of) {
      const all = rows().where('state', 'not in', ENDED).orderBy('id');
      const own = of && all.where('repository', '=', of.repository.id).where('target', '=', of.target);
      return records(await (own ?? all).execute());
    },
    async untold() {
      const ended = rows().where('state', 'in', ENDED).where('told', '=', false);
      return records(await ended.orderBy('id').execute());
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
      return row && record(row);
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
      return records(found);
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
  const { repository, pull, approved: _kept, approvers, end, deployment, createdAt, ...rest } = sync;
  return {
    ...rest,
    told: isEnded(sync.state),
    repository: repository.id,
    installation: repository.installation,
    repository_name: repository.name,
    pull: pull ?? null,
    approvers: APPROVERS.write(approvers),
    ended: end === undefined ? null : END.write(end),
    deployment: deployment ?? null,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function recordOf(row: Selectable<SyncRow>, planOf: PlanOf): SyncRecord {
  const { repository: id, installation, repository_name: name, pull, approvers, ended, deployment } = row;
  const { environment, target, commit } = row;
  const approved = planOf(row);
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
    ...(approved !== undefined && { approved }),
    ...(ended !== null && { end: END.read(ended) }),
    ...(deployment !== null && { deployment }),
  };
}
