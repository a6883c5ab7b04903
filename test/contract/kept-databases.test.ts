import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Json, type JsonObject, parseJson } from '../../src/core/json/json.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open.ts';
import { targetWithMarkers, withMarkers } from '../../src/store/shapes/markers-in-plans.ts';
import { planOfBefore } from '../../src/store/shapes/plan-of-before.ts';
import { targetWithSubjects, withSubjects } from '../../src/store/shapes/subjects-in-plans.ts';
import { keptDump, loadEmbedded, loadServer } from '../databases/load.ts';
import { PULLS } from '../databases/scenario.ts';
import { until } from '../support/loop.ts';
import { usePostgres } from '../support/postgres.ts';
import { folderWith } from '../support/temp-folder.ts';

/** Where a dump is put, and a store opened. */
const PLACES = {
  'the embedded database': async (dump: string) => {
    const folder = folderWith({});
    await loadEmbedded(join(folder, 'database'), dump);
    return { folder };
  },
  'a PostgreSQL server': async (dump: string) => {
    const postgres = await usePostgres();
    onTestFinished(() => postgres.stop());
    const databaseUrl = await postgres.database();
    await loadServer(databaseUrl, dump);
    return { folder: folderWith({}), databaseUrl };
  },
};

type Row = Record<string, string | number | null>;

/** The rows of the dump's own tables, before anything of ours has touched them. */
async function rowsOf(dump: string) {
  const database = await PGlite.create();
  onTestFinished(() => database.close());
  await database.exec(dump);
  const all = async (table: string, order: string) =>
    (await database.query<Row>(`select * from public.${table} order by ${order}`)).rows;
  return {
    previews: await all('previews', 'id'),
    syncs: await all('syncs', 'id'),
    drifts: await all('drifts', 'target'),
  };
}

/** The kept JSON of a row; undefined: there is none. */
const kept = (text: Row[string] | undefined) => (typeof text === 'string' ? parseJson(text) : undefined);

const planToday = (plan: Json) => withSubjects(withMarkers(planOfBefore(plan)));

const targetsToday = (targets: Json | undefined) =>
  (targets as JsonObject[]).map(({ plan, ...rest }) =>
    plan === undefined ? rest : { ...rest, ...changesToday(rest), plan: planToday(plan) },
  );

function changesToday(target: JsonObject): JsonObject {
  const keys = ['yours', 'drifted', 'adopted'];
  const own = keys.map((key) => [key, (target[key] as Json[]).map((change) => ({ own: change }))]);
  const today = targetWithSubjects(targetWithMarkers(Object.fromEntries(own) as JsonObject)) as JsonObject;
  return Object.fromEntries(
    keys.map((key) => [key, (today[key] as JsonObject[]).map((part) => part['own'] ?? null)]),
  );
}

const OPTIONS = { log: createLog('silent'), observe: () => undefined, tell: () => undefined };

const CASES = Object.entries(PLACES).flatMap(([name, place]) =>
  ['0001', '0006'].map((dump) => [dump, name, place] as const),
);

describe.each(CASES)('a database of before, %s, in %s', (name, _place, place) => {
  it('says of every preview, sync and drift what it said', async () => {
    const dump = keptDump(name);
    const before = await rowsOf(dump);
    const store = await openStore({ ...(await place(dump)), ...OPTIONS });
    onTestFinished(() => store.close());
    const repository = { installation: 1, id: Number(before.previews[0]?.['repository']), name: 'acme/shop' };
    const pulls = Object.values(PULLS).map((number) => ({ repository, number }));

    const previews = (await Promise.all(pulls.map((pull) => store.previews.ofPull(pull)))).flat();
    expect(before.previews.length).toBeGreaterThan(3);
    expect(
      previews.toSorted((a, b) => a.id - b.id).map(({ id, targets }) => ({ id, targets })),
    ).toStrictEqual(before.previews.map(({ id, targets }) => ({ id, targets: targetsToday(kept(targets)) })));

    const syncs = (await Promise.all(pulls.map((pull) => store.syncs.ofPull(pull)))).flat();
    const merged = before.syncs.filter(({ pull }) => pull !== null);
    expect(merged.length).toBeGreaterThan(1);
    expect(syncs.map(({ id, approved, approvers, end }) => ({ id, approved, approvers, end }))).toStrictEqual(
      merged.map(({ id, approved, approvers, report }) => ({
        id,
        approved: approved === null ? undefined : planToday(kept(approved) ?? null),
        approvers: kept(approvers),
        end: report === null ? undefined : { kind: 'words', text: report },
      })),
    );

    const drifts = await store.drifts.all();
    expect(before.drifts.length).toBeGreaterThan(0);
    expect(drifts.map(({ target, plan, since }) => ({ target, plan, since }))).toStrictEqual(
      before.drifts.map(({ target, plan, since }) => ({
        target,
        plan: plan === null ? undefined : planToday(kept(plan) ?? null),
        since,
      })),
    );
  }, 300_000);
});

const REPOSITORY = { installation: 1, id: 42, name: 'acme/shop' };

/** A statement that stores a preview as version 3 did. */
function previewOfBefore(warning: string): string {
  const plan = { target: 'production/shop', changes: [], unknown: [], warnings: [warning], source: 'abc' };
  const target = { status: 'planned', target: plan.target, plan, yours: [], drifted: [], adopted: [] };
  return `insert into public.previews (repository, pull, environment, head, base, targets, made_at)
    values (42, 7, 'production', 'h', 'b', '${JSON.stringify({ version: 3, targets: [target] })}', 5);`;
}

it.each(Object.entries(PLACES))(
  'text that a database takes for no JSON is upgraded too, in %s',
  async (_name, place) => {
    const warnings = ['a zero: \0', 'half a character: \ud83d'];
    const dump = keptDump('0006') + warnings.map(previewOfBefore).join('\n');
    const store = await openStore({ ...(await place(dump)), ...OPTIONS });
    onTestFinished(() => store.close());
    const previews = await store.previews.ofPull({ repository: REPOSITORY, number: 7 });
    expect(previews.flatMap(({ targets }) => targets)).toMatchObject(
      warnings.map((warning) => ({
        status: 'planned',
        plan: { source: 'abc', warnings: [warning], outdated: true },
      })),
    );
  },
  300_000,
);

it('what a process of before is just storing is upgraded too', async () => {
  const place = await PLACES['a PostgreSQL server'](keptDump('0006'));
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  await client.query(previewOfBefore('late'));
  const opening = openStore({ ...place, ...OPTIONS });
  await until('the upgrade waits for it', async () => {
    const waiting = `select from pg_locks where not granted and relation = 'public.previews'::regclass`;
    return (await client.query(waiting)).rowCount !== 0;
  });
  await client.query('commit');
  const store = await opening;
  onTestFinished(() => store.close());
  const [preview] = await store.previews.ofPull({ repository: REPOSITORY, number: 7 });
  expect(preview?.targets).toMatchObject([{ plan: { warnings: ['late'] } }]);
}, 300_000);
