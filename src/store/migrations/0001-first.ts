import { type Kysely, sql } from 'kysely';

export const first = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table deliveries (
    id text primary key, event text not null, payload text, received_at bigint not null
  )`,
  `create table claims (key text primary key)`,
  `create table previews (
    id bigint generated always as identity primary key,
    repository bigint not null, pull bigint not null, environment text not null,
    head text not null, base text not null, fingerprint text, targets text not null, made_at bigint not null
  )`,
  `create index previews_of_pull on previews (repository, pull, id)`,
  `create table approvals (
    id bigint generated always as identity primary key,
    repository bigint not null, pull bigint not null, environment text not null,
    fingerprint text not null, "user" text not null, at bigint not null,
    unique (repository, pull, environment, fingerprint, "user")
  )`,
  `create table syncs (
    id bigint generated always as identity primary key,
    repository bigint not null, installation bigint not null, repository_name text not null,
    pull bigint, environment text not null, target text not null, commit text not null,
    approved text, approvers text not null, state text not null, report text, deployment bigint,
    created_at bigint not null, updated_at bigint not null
  )`,
  `create index syncs_of_target on syncs (repository, target, id)`,
  `create index syncs_of_pull on syncs (repository, pull, id)`,
  `create table drifts (
    repository bigint not null, installation bigint not null, repository_name text not null,
    target text not null, commit text not null, since bigint not null,
    plan text, problem text, pull bigint,
    primary key (repository, target)
  )`,
];
