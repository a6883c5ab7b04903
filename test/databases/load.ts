import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Landmarks } from './scenario.ts';

const FOLDER = new URL('../../fixtures/databases/', import.meta.url);

export const manifestOf = (name: string) => fileURLToPath(new URL(`${name}/app.yml`, FOLDER));

/** A kept dump as it is. */
export const keptDump = (name: string) => readFileSync(new URL(`${name}/dump.sql`, FOLDER), 'utf8');

/** A kept dump, with the commits and numbers of another world in the place of its own. */
export function dumpFor(name: string, now: Landmarks): string {
  const then = JSON.parse(readFileSync(new URL(`${name}/landmarks.json`, FOLDER), 'utf8')) as Landmarks;
  const pairs = [
    ...Object.entries(then.commits).map(([key, commit]) => [commit, now.commits[key]]),
    ...idPairs(then.ids, now.ids),
  ];
  const map = new Map(pairs.map(([before = '', after]) => [before, after]));
  return keptDump(name).replaceAll(/\b(?:[0-9a-f]{40}|\d{7})\b/g, (word) => map.get(word) ?? word);
}

function idPairs(then: Landmarks['ids'], now: Landmarks['ids']): string[][] {
  const keys = ['repository', 'installation', 'deployment'] as const;
  return keys.map((key) => [String(then[key]), String(now[key])]);
}

/** Puts the dump where a server has its embedded database. */
export async function loadEmbedded(folder: string, dump: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const database = await PGlite.create(folder);
  await database.exec(dump);
  await database.close();
}

/** Puts it into an empty database of a PostgreSQL server. */
export async function loadServer(url: string, dump: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      'drop schema if exists pgboss cascade; drop schema public cascade; create schema public;',
    );
    await client.query(dump);
  } finally {
    await client.end();
  }
}
