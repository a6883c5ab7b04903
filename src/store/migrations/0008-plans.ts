import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type Json, type JsonObject, isObject, parseJson, printJson } from '../../core/json/json.ts';
import { mapValues } from '../../core/json/map-json.ts';
import { asMaps, textAt } from '../../core/json/read-json.ts';

/**
 * Plans are kept apart, each once, with their version; previews, syncs and drifts refer to them. The changes that a
 * preview of before told apart stay whole in it.
 */
export const plans = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of BEFORE) await sql.raw(statement).execute(db);
    await eachOf(db, 'previews', 'targets', (row, kept) => moveTargets(db, row, kept));
    for (const table of ['syncs', 'drifts'])
      await eachOf(db, table, 'said', async (row, { version, value }) => {
        const { plan, source } = await keepPlan(db, version, value);
        await sql`update ${sql.table(table)} set plan = ${plan}, source = ${source} where ctid = ${row}::tid`.execute(
          db,
        );
      });
    for (const statement of AFTER) await sql.raw(statement).execute(db);
  },
};

const BEFORE = [
  // A process of before may still be at work: what it stores is here, or fails.
  `lock table previews, syncs, drifts in access exclusive mode`,
  `create table plans (id text primary key, content text not null)`,
  `create table preview_targets (
    preview bigint not null references previews, position integer not null,
    target text not null, plan text references plans, source text, content text not null,
    primary key (preview, position)
  )`,
  `create index preview_targets_of_plan on preview_targets (plan)`,
  `alter table syncs rename column approved to said`,
  `alter table syncs add column plan text references plans, add column source text`,
  `alter table drifts rename column plan to said`,
  `alter table drifts add column plan text references plans, add column source text`,
];

const AFTER = [
  `alter table previews drop column targets`,
  `alter table syncs drop column said`,
  `create index syncs_of_plan on syncs (plan)`,
  `alter table drifts drop column said`,
  `create index drifts_of_plan on drifts (plan)`,
];

/** JSON of a column, without its version. */
interface Kept {
  readonly version: Json;
  readonly value: Json;
}

/** JSON from before versions is bare, and of version 1. */
function keptIn(text: string): Kept {
  const json = parseJson(text);
  if (!isObject(json) || json['version'] === undefined) return { version: 1, value: json };
  const { version, targets, plan = null } = json;
  return { version, value: targets ?? plan };
}

/**
 * Reads a column's JSON row by row: all of it may be more than the memory holds. The database cannot: to it, text with an
 * escaped zero or half a character is no JSON.
 */
async function eachOf(
  db: Kysely<unknown>,
  table: string,
  column: string,
  work: (row: string, kept: Kept) => Promise<void>,
): Promise<void> {
  const [name, json] = [sql.table(table), sql.ref(column)];
  const rows = await sql<{
    row: string;
  }>`select ctid::text as row from ${name} where ${json} is not null`.execute(db);
  for (const { row } of rows.rows) {
    const found = await sql<{
      text: string;
    }>`select ${json} as text from ${name} where ctid = ${row}::tid`.execute(db);
    for (const { text } of found.rows) await work(row, keptIn(text));
  }
}

async function moveTargets(db: Kysely<unknown>, row: string, { version, value }: Kept): Promise<void> {
  for (const [position, said] of asMaps(value).entries()) {
    const { plan: made, ...rest } = said;
    const { plan, source } =
      made === undefined ? { plan: null, source: null } : await keepPlan(db, version, made);
    const content = printJson({ version, target: mapValues<Json>(rest, ownParts) });
    await sql`insert into preview_targets
      select id, ${position}::integer, ${textAt(said, 'target')}, ${plan}, ${source}, ${content}
      from previews where ctid = ${row}::tid`.execute(db);
  }
}

function ownParts(value: Json, key: string): Json {
  return PARTS.has(key) ? asMaps(value).map((own): JsonObject => ({ own })) : value;
}

const PARTS: ReadonlySet<string> = new Set(['yours', 'drifted', 'adopted']);

/** Keeps a plan without its source. @returns how to refer to it */
async function keepPlan(db: Kysely<unknown>, version: Json, plan: Json) {
  const { source: _apart, ...said } = isObject(plan) ? plan : {};
  const content = printJson({ version, plan: said });
  const id = createHash('sha256').update(content).digest('hex');
  await sql`insert into plans values (${id}, ${content}) on conflict do nothing`.execute(db);
  return { plan: id, source: textAt(plan, 'source') };
}
