import { type Kysely, sql } from 'kysely';

/** Records answers to commands: one comment of each pull request shows the latest. */
export const answers = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table answers (
    repository bigint not null, pull bigint not null, comment bigint not null,
    author text not null, said text not null, answer text not null, at bigint not null,
    primary key (repository, comment)
  )`,
  `create index answers_of_pull on answers (repository, pull, comment)`,
];
