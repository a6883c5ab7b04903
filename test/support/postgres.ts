import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../sandbox/cluster/port.ts';
import { PACKAGES, findIn, foldersOfPath, installed } from '../../sandbox/install.ts';

const run = promisify(execFile);

export interface PostgresServer {
  /** Makes an empty database. @returns its URL */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL server: the one of `PLUMBLINE_TEST_DATABASE_URL`, whose user may create databases, or else one
 * that is started from PATH, from Debian's folders, or installed. @throws when there is none by any way
 */
export async function usePostgres(): Promise<PostgresServer> {
  const given = process.env['PLUMBLINE_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return onServer(given, async () => undefined);
  return start(await postgresPrograms());
}

function onServer(url: string, stop: () => Promise<void>): PostgresServer {
  const made: string[] = [];
  return {
    async database() {
      const name = `plumbline_test_${randomBytes(6).toString('hex')}`;
      await administer(url, `create database ${name}`);
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async stop() {
      for (const name of made) await administer(url, `drop database if exists ${name} with (force)`);
      await stop();
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const DEBIAN = '/usr/lib/postgresql';

/** The folder that has `initdb` and `pg_ctl`: on PATH, one of Debian's, or installed. */
export async function postgresPrograms(): Promise<string> {
  return dirname(await installed(PACKAGES.initdb, findInitdb));
}

async function findInitdb(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch((): string[] => []);
  const debian = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'));
  return findIn([...foldersOfPath(), ...debian], ['initdb']);
}

async function start(programs: string): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-postgres-'));
  const as = await servant();
  await chown(folder, as.uid ?? process.getuid?.() ?? 0, as.gid ?? process.getgid?.() ?? 0);
  const options = { ...as, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } };
  const data = join(folder, 'data');
  await run(
    join(programs, 'initdb'),
    ['--pgdata', data, '--username', 'plumbline', '--auth', 'trust', '--no-sync'],
    options,
  );
  const port = await freePort();
  // Only on this machine, and with nothing to lose: it is thrown away.
  const server = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c fsync=off`;
  const pgCtl = (...args: string[]) => run(join(programs, 'pg_ctl'), ['--pgdata', data, ...args], options);
  await pgCtl('--log', join(folder, 'log'), '--wait', '--options', server, 'start');
  return onServer(`postgres://plumbline@127.0.0.1:${port}/postgres`, async () => {
    await pgCtl('--mode', 'immediate', '--wait', 'stop');
    await rm(folder, { recursive: true });
  });
}

/** PostgreSQL refuses to run as root. */
async function servant(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const number = async (flag: string) => Number((await run('id', [flag, 'nobody'])).stdout);
  return { uid: await number('-u'), gid: await number('-g') };
}
