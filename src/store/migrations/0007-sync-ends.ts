import { type Kysely, sql } from 'kysely';

/** How a sync ended becomes data, with the version of its shape. The words of before stay as they are. */
export const syncEnds = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `alter table syncs rename column report to ended`,
  `update syncs set ended = json_build_object(
      'version', 1, 'end', json_build_object('kind', 'words', 'text', ended))::text
    where ended is not null`,
];
