import { type Kysely, sql } from 'kysely';

/** What is still to be said, or to be taken back. Of what was done before this was recorded it is taken as done. */
export const onShow = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `alter table previews add column standing boolean not null default false`,
  `alter table previews alter column standing set default true`,
  `create index previews_standing on previews (repository, head) where standing`,
  `alter table syncs add column told boolean not null default true`,
  `alter table syncs alter column told set default false`,
  `update syncs set told = false
    where state not in ('stale', 'synced', 'degraded', 'failed', 'superseded')`,
  `create index syncs_untold on syncs (id) where not told`,
];
