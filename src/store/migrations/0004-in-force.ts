import { type Kysely, sql } from 'kysely';

/**
 * Records configurations in force, and since when a plan is on show, by GitHub's clock: an earlier plan may have been
 * seen at any time.
 */
export const inForce = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table configurations (
    id bigint generated always as identity primary key,
    repository bigint not null, commit text not null, path text, text text,
    because text not null, pull bigint, approvers text not null, since bigint not null,
    settled_at bigint, at bigint not null
  )`,
  `create index configurations_of_repository on configurations (repository, id)`,
  `alter table previews add column configuration text, add column held boolean not null default false,
    add column sent_at bigint, add column shown_at bigint`,
  `update previews set sent_at = 0`,
  `create index previews_of_head on previews (repository, head, id)`,
  `alter table approvals add column shown_at bigint`,
];
