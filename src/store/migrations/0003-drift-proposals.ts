import { type Kysely, sql } from 'kysely';

/** Records the state of the pull request that reverts a drift. Open ones keep their number and branch. */
export const driftProposals = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `alter table drifts add column proposed text`,
  `alter table drifts add column refused text`,
  `update drifts set proposed =
    json_build_object('branch', 'plumbline/drift/' || target, 'number', 1, 'pull', pull)::text
    where pull is not null`,
  `alter table drifts drop column pull`,
];
