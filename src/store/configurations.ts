import { type Kysely, type Selectable, sql } from 'kysely';
import type { ConfigurationRecord, ConfigurationRecords } from '../ports/configuration-records.ts';
import { fromText, toText } from './json-text.ts';
import type { ConfigurationRow, Schema } from './schema.ts';

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
        // Two that come at once take turns: the second one finds the first one's.
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
    async setByServer(repository, commit) {
      const row = await db
        .selectFrom('configurations')
        .select('id')
        .where('repository', '=', repository)
        .where('commit', '=', commit)
        .where('because', '=', 'server')
        .executeTakeFirst();
      return row !== undefined;
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

function rowOf({ file, pull, approvers, ...record }: Omit<ConfigurationRecord, 'id'>) {
  return {
    ...record,
    path: file?.path ?? null,
    text: file?.text ?? null,
    pull: pull ?? null,
    approvers: toText(approvers),
  };
}

function recordOf({
  path,
  text,
  pull,
  approvers,
  because,
  ...row
}: Selectable<ConfigurationRow>): ConfigurationRecord {
  return {
    ...row,
    because: because as ConfigurationRecord['because'],
    approvers: fromText(approvers),
    ...(path !== null && text !== null && { file: { path, text } }),
    ...(pull !== null && { pull }),
  };
}
