import { type Kysely, sql } from 'kysely';

/**
 * Records which reports of syncs are still to be made, and which checks of previews are still to be withdrawn. Those
 * from before count as done, except for syncs that had not ended.
 */
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
