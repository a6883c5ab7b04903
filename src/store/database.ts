import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { PgBoss, fromPglite } from 'pg-boss';
import { OpsError } from '../core/errors.ts';
import { openInThread } from './embedded/open.ts';
import { lockFolder } from './lock.ts';
import type { Schema } from './schema.ts';

export interface Database {
  readonly db: Kysely<Schema>;
  /** The job queue, not started yet. */
  readonly boss: PgBoss;
  /** No other process works on it: jobs that were running when it was opened run no more. */
  readonly exclusive: boolean;
  close(): Promise<void>;
}

/** Seconds between looks for jobs whose worker was killed. */
const SUPERVISION = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

/** Milliseconds that a server has to take a connection: a silent server is as good as none. */
const PATIENCE = 10_000;

const INT8 = 20;

/** Reads int8 as a number, as the embedded database does; none of ours comes near 2^53. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format);

/** A PostgreSQL server. @throws OpsError when it cannot be reached, without the password in the URL */
export async function openServer(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: PATIENCE,
    types: { getTypeParser },
  });
  // An idle connection that the server ends is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  await sql`select 1`.execute(db).catch(async (cause: unknown) => {
    await db.destroy();
    throw unreachable(url, cause);
  });
  const boss = new PgBoss({ ...SUPERVISION, connectionString: url, max: 5, useListenNotify: true });
  return { db, boss, exclusive: false, close: () => db.destroy() };
}

function unreachable(url: string, cause: unknown): OpsError {
  const { code = 'unknown', message = '' } = cause as { code?: string; message?: string };
  const why = passwordsIn(url).reduce((text, password) => text.replaceAll(password, '***'), message);
  return new OpsError({
    code: 'unreachable',
    subject: 'DATABASE_URL',
    message: `the PostgreSQL server cannot be used (${code})${why && `: ${why}`}. Start it, or correct the URL.`,
    retryable: true,
    cause,
  });
}

/** The password of a URL, as it is written and as it is meant. */
function passwordsIn(url: string): string[] {
  const written = URL.canParse(url) ? new URL(url).password : '';
  if (written === '') return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}

/** A lost database ends the process, as if it was killed: the next one takes up what was begun. */
function endProcess(lost: OpsError): never {
  throw lost;
}

/**
 * PostgreSQL in this process, in a folder that no other process may have open.
 * @throws OpsError when another one has.
 */
export async function openEmbedded(folder: string): Promise<Database> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder);
  const pglite = await openInThread(join(folder, 'database'), endProcess).catch(async (cause: unknown) => {
    await lock.release();
    throw new OpsError({
      code: 'invalid-config',
      subject: `data folder ${folder}`,
      message:
        'its database cannot be opened. Restore it from a copy, or name another folder with PLUMBLINE_DATA.',
      cause,
    });
  });
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  const boss = new PgBoss({ db: fromPglite(pglite), backend: 'pglite', useListenNotify: true });
  return {
    db,
    boss,
    exclusive: true,
    async close() {
      await db.destroy();
      if (!pglite.closed) await pglite.close();
      await lock.release();
    },
  };
}
