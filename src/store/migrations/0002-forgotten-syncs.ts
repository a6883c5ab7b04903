import { type Kysely, sql } from 'kysely';

/**
 * Forgetting a target used to overwrite the state of its syncs with `superseded`. Syncs that were never superseded get
 * their state back: a report is unfolded where the target did not end well.
 */
export const forgottenSyncs = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `alter table syncs add column forgotten boolean not null default false`,
  `update syncs
    set forgotten = true, state = case when report like '<details open>%' then 'degraded' else 'synced' end
    where state = 'superseded'
      and (report is null or report not like '%A later commit was synced before its turn came%')`,
];
