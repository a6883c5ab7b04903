import type { Kysely } from 'kysely';
import type { ApprovalRecords } from '../ports/approval-records.ts';
import type { Schema } from './schema.ts';

export function createApprovals(db: Kysely<Schema>): ApprovalRecords {
  return {
    async save(record) {
      await db
        .insertInto('approvals')
        .values(record)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    ofPull: ({ repository, pull }) =>
      db
        .selectFrom('approvals')
        .select(['repository', 'pull', 'environment', 'fingerprint', 'user', 'at'])
        .where('repository', '=', repository)
        .where('pull', '=', pull)
        .orderBy('id')
        .execute(),
  };
}
