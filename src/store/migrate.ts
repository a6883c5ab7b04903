import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { OpsError } from '../core/errors.ts';
import { first } from './migrations/0001-first.ts';
import { forgottenSyncs } from './migrations/0002-forgotten-syncs.ts';
import { driftProposals } from './migrations/0003-drift-proposals.ts';
import { inForce } from './migrations/0004-in-force.ts';
import { answers } from './migrations/0005-answers.ts';
import { onShow } from './migrations/0006-on-show.ts';
import { syncEnds } from './migrations/0007-sync-ends.ts';
import { plans } from './migrations/0008-plans.ts';
import { events } from './migrations/0009-events.ts';
import type { Schema } from './schema.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-forgotten-syncs': forgottenSyncs,
  '0003-drift-proposals': driftProposals,
  '0004-in-force': inForce,
  '0005-answers': answers,
  '0006-on-show': onShow,
  '0007-sync-ends': syncEnds,
  '0008-plans': plans,
  '0009-events': events,
};

/**
 * Brings the tables up to date; processes that start together take turns.
 * @throws OpsError when the database was made by a newer program.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const newer = error instanceof Error && /previously executed migration/.test(error.message);
  if (!newer) throw error;
  throw new OpsError({
    code: 'unsupported',
    subject: 'database',
    message: 'a newer Plumbline has used it. Run that version or a later one.',
    cause: error,
  });
}
