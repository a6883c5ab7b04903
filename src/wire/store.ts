import { resolve } from 'node:path';
import { type Store, openStore } from '../store/open.ts';
import type { Base } from './base.ts';

/** Opens the store, and logs the steps that take their time. */
export async function wireStore({ env, clock, log, events }: Base): Promise<Store> {
  const begun = clock.now();
  if (env.DATABASE_URL === undefined)
    log.info(
      { folder: resolve(env.PLUMBLINE_DATA) },
      'opening the embedded database; the first time it is made, which takes up to half a minute',
    );
  else log.info('connecting to the PostgreSQL server of DATABASE_URL');
  const store = await openStore({
    ...(env.DATABASE_URL !== undefined && { databaseUrl: env.DATABASE_URL }),
    folder: resolve(env.PLUMBLINE_DATA),
    log,
    tell: events.tell,
    observe: (queue, outcome, seconds) => events.tell({ type: 'job-attempted', queue, outcome, seconds }),
  });
  log.info({ milliseconds: clock.now() - begun }, 'the database is open');
  return store;
}
