import { type Kysely, type Transaction, sql } from 'kysely';
import type { RecordedEvent, Tell } from '../ports/events.ts';
import type { EventRecords } from '../ports/records/event-records.ts';
import type { Schema } from './schema.ts';
import { versioned } from './shapes/versioned.ts';

const EVENT = versioned<RecordedEvent>('event');

/**
 * Does work in one transaction, and records in it what the work tells. Who listens in this process hears it once that is
 * committed.
 */
export type Recording = <Result>(
  work: (db: Transaction<Schema>, record: (...events: readonly RecordedEvent[]) => void) => Promise<Result>,
) => Promise<Result>;

export function createRecording(db: Kysely<Schema>, tell: Tell): Recording {
  return async (work) => {
    const told: RecordedEvent[] = [];
    const result = await db.transaction().execute(async (transaction) => {
      const worked = await work(transaction, (...events) => void told.push(...events));
      if (told.length > 0) await append(transaction, told);
      return worked;
    });
    for (const event of told) tell(event);
    return result;
  };
}

async function append(db: Transaction<Schema>, events: readonly RecordedEvent[]): Promise<void> {
  // Ids come to be seen in their order: whoever takes one keeps others waiting until it is committed. Otherwise a cursor
  // could pass an id whose transaction is still open.
  await sql`select pg_advisory_xact_lock(hashtextextended('events', 0))`.execute(db);
  const at = Date.now();
  await db
    .insertInto('events')
    .values(events.map((event) => ({ repository: event.repository, at, content: EVENT.write(event) })))
    .execute();
}

export function createEvents(db: Kysely<Schema>): EventRecords {
  return {
    async waiting(subscriber) {
      const rows = await db
        .selectFrom('events')
        .leftJoin('cursors', (join) =>
          join.onRef('cursors.repository', '=', 'events.repository').on('subscriber', '=', subscriber),
        )
        .where((where) => where('events.id', '>', where.fn.coalesce('cursor', sql.lit(0))))
        .select('events.repository')
        .distinct()
        .execute();
      return rows.map(({ repository }) => repository);
    },
    async unread(subscriber, repository, most) {
      const cursor = db
        .selectFrom('cursors')
        .select('cursor')
        .where('subscriber', '=', subscriber)
        .where('cursors.repository', '=', repository);
      // As a value of its own the cursor is looked for in the index; joined it would be compared with every event.
      const rows = await db
        .selectFrom('events')
        .select(['id', 'at', 'content'])
        .where('repository', '=', repository)
        .where((where) => where('id', '>', where.fn.coalesce(cursor, sql.lit(0))))
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(({ id, at, content }) => ({ id, at, event: EVENT.read(content) }));
    },
    async read(subscriber, repository, cursor) {
      await db
        .insertInto('cursors')
        .values({ subscriber, repository, cursor })
        .onConflict((conflict) =>
          conflict
            .columns(['subscriber', 'repository'])
            .doUpdateSet({ cursor })
            .where('cursors.cursor', '<', cursor),
        )
        .execute();
    },
  };
}

/** How long an event is kept, heard or not, in milliseconds. */
const KEPT = 30 * 86_400_000;

export async function sweepEvents(db: Kysely<Schema>): Promise<void> {
  await db
    .deleteFrom('events')
    .where('at', '<', Date.now() - KEPT)
    .execute();
}
