import { type Kysely, sql } from 'kysely';

/**
 * What has happened is recorded with what it tells, and subscribers read it at their own pace. The end of a sync that
 * was not told before is told now.
 */
export const events = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table events (
    id bigint generated always as identity primary key, repository bigint not null, at bigint not null,
    content text not null
  )`,
  `create index events_of_repository on events (repository, id)`,
  `create table cursors (
    subscriber text not null, repository bigint not null, cursor bigint not null,
    primary key (subscriber, repository)
  )`,
  `insert into events (repository, at, content)
    select repository, updated_at, json_build_object('version', 1, 'event', json_build_object(
      'type', 'sync-ended', 'repository', repository, 'sync', id, 'outcome', state, 'target', json_build_object(
        'repository', json_build_object('id', repository, 'installation', installation, 'name', repository_name),
        'target', target)))::text
    from syncs
    where not told and state in ('stale', 'synced', 'degraded', 'failed', 'superseded') order by id`,
];
