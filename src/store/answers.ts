import type { Kysely } from 'kysely';
import type { AnswerRecords } from '../ports/records/answer-records.ts';
import type { Schema } from './schema.ts';

export function createAnswers(db: Kysely<Schema>): AnswerRecords {
  return {
    async save(record) {
      const { answer } = record;
      await db
        .insertInto('answers')
        .values(record)
        .onConflict((conflict) => conflict.columns(['repository', 'comment']).doUpdateSet({ answer }))
        .execute();
    },
    latest: ({ repository, number }, most) =>
      db
        .selectFrom('answers')
        .selectAll()
        .where('repository', '=', repository.id)
        .where('pull', '=', number)
        .orderBy('comment', 'desc')
        .limit(most)
        .execute(),
  };
}
