import type { Kysely } from 'kysely';
import { type PgBoss, fromKysely } from 'pg-boss';
import type { Deliveries } from '../ports/records/deliveries.ts';
import type { Schema } from './schema.ts';

export function createDeliveries(db: Kysely<Schema>, boss: PgBoss): Deliveries {
  return {
    accept: ({ id, event, payload, receivedAt: received_at }) =>
      db.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto('deliveries')
          .values({ id, event, payload, received_at })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .execute();
        if (added.length === 0) return false;
        await boss.send('receive', { delivery: id }, { singletonKey: id, db: fromKysely(transaction) });
        return true;
      }),
    async read(wanted) {
      const row = await db.selectFrom('deliveries').selectAll().where('id', '=', wanted).executeTakeFirst();
      if (row === undefined || row.payload === null) return undefined;
      const { id, event, payload, received_at: receivedAt } = row;
      return { id, event, payload, receivedAt };
    },
    async finish(id) {
      await db.updateTable('deliveries').set({ payload: null }).where('id', '=', id).execute();
    },
    async claim(key) {
      const added = await db
        .insertInto('claims')
        .values({ key })
        .onConflict((conflict) => conflict.doNothing())
        .returning('key')
        .execute();
      return added.length > 0;
    },
  };
}
