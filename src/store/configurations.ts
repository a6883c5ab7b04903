import { type Kysely, type Selectable, sql } from 'kysely';
import type { ConfigurationRecord, ConfigurationRecords } from '../ports/records/configuration-records.ts';
import type { ConfigurationRow, Schema } from './schema.ts';
import { versioned } from './shapes/versioned.ts';

const APPROVERS = versioned<readonly string[]>('approvers');

export function createConfigurations(db: Kysely<Schema>): ConfigurationRecords {
  return {
    inForce: (repository) => latest(db, repository),
    async all(repository) {
      const rows = await db
        .selectFrom('configurations')
        .selectAll()
        .where('repository', '=', repository)
        .orderBy('id')
        .execute();
      return rows.map(recordOf);
    },
    advance: (next, after) =>
      db.transaction().execute(async (transaction) => {
        // Concurrent calls take turns: the second one finds the first one's row.
        const key = JSON.stringify(['configuration', next.repository]);
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
        const known = await latest(transaction, next.repository);
        if (known !== undefined && known.id !== after) return known;
        const row = await transaction
          .insertInto('configurations')
          .values(rowOf(next))
          .returningAll()
          .executeTakeFirstOrThrow();
        return recordOf(row);
      }),
    async settled(id, at) {
      const change = db.updateTable('configurations').set({ settled_at: at });
      await change.where('id', '=', id).where('settled_at', 'is', null).execute();
    },
    async setByServer(repository, commit) {
      const row = await db
        .selectFrom('configurations')
        .select('commit')
        .where('repository', '=', repository)
        .where('because', '=', 'server')
        .orderBy('id', 'desc')
        .executeTakeFirst();
      return row?.commit === commit;
    },
    async judgedBefore(repository) {
      const row = await db
        .selectFrom('previews')
        .select('base')
        .where('repository', '=', repository)
        .orderBy('id', 'desc')
        .executeTakeFirst();
      return row?.base;
    },
  };
}

async function latest(db: Kysely<Schema>, repository: number): Promise<ConfigurationRecord | undefined> {
  const row = await db
    .selectFrom('configurations')
    .selectAll()
    .where('repository', '=', repository)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row && recordOf(row);
}

function rowOf({ file, pull, approvers, settledAt, ...record }: Omit<ConfigurationRecord, 'id'>) {
  return {
    ...record,
    path: file?.path ?? null,
    text: file?.text ?? null,
    pull: pull ?? null,
    settled_at: settledAt ?? null,
    approvers: APPROVERS.write(approvers),
  };
}

function recordOf({
  path,
  text,
  pull,
  approvers,
  because,
  settled_at,
  ...row
}: Selectable<ConfigurationRow>): ConfigurationRecord {
  return {
    ...row,
    because: because as ConfigurationRecord['because'],
    approvers: APPROVERS.read(approvers),
    ...(path !== null && text !== null && { file: { path, text } }),
    ...(pull !== null && { pull }),
    ...(settled_at !== null && { settledAt: settled_at }),
  };
}
