import { type Kysely, sql } from 'kysely';
import type { ApprovalRecords } from '../ports/records/approval-records.ts';
import type { Schema } from './schema.ts';

export function createApprovals(db: Kysely<Schema>): ApprovalRecords {
  return {
    async save({ shownAt, ...record }) {
      await db
        .insertInto('approvals')
        .values({ ...record, shown_at: shownAt ?? null })
        .onConflict((conflict) =>
          conflict
            .columns(['repository', 'pull', 'environment', 'fingerprint', 'user'])
            .doUpdateSet({ shown_at: sql`greatest(approvals.shown_at, excluded.shown_at)` }),
        )
        .execute();
    },
    async ofPull({ repository, number }) {
      const rows = await db
        .selectFrom('approvals')
        .select(['repository', 'pull', 'environment', 'fingerprint', 'user', 'at', 'shown_at'])
        .where('repository', '=', repository.id)
        .where('pull', '=', number)
        .orderBy('id')
        .execute();
      return rows.map(({ shown_at: shownAt, ...row }) => ({ ...row, ...(shownAt !== null && { shownAt }) }));
    },
  };
}
