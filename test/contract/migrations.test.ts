import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { createDrifts } from '../../src/store/drifts.ts';
import { first } from '../../src/store/migrations/0001-first.ts';
import { driftProposals } from '../../src/store/migrations/0003-drift-proposals.ts';
import type { Schema } from '../../src/store/schema.ts';

it('U45: a database of before still knows the pull requests that are open', async () => {
  const dialect = new PGliteDialect({ pglite: new PGlite() });
  const db = new Kysely<unknown>({ dialect });
  onTestFinished(() => db.destroy());
  await first.up(db);
  const insert = (target: string, pull: number | null) =>
    sql`insert into drifts (repository, installation, repository_name, target, commit, since, pull)
      values (42, 1, 'acme/shop', ${target}, 'c', 1000, ${pull})`.execute(db);
  await insert('production/shop', 7);
  await insert('production/network', null);
  await driftProposals.up(db);
  const drifts = createDrifts(new Kysely<Schema>({ dialect }), () =>
    Promise.reject(new Error('nothing is recorded here')),
  );
  expect((await drifts.find(42, 'production/shop'))?.proposed).toEqual({
    branch: 'plumbline/drift/production/shop',
    number: 1,
    pull: 7,
  });
  expect(await drifts.find(42, 'production/network')).not.toHaveProperty('proposed');
});
