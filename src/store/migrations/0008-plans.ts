import { type Kysely, sql } from 'kysely';

/**
 * Plans are kept apart, each once, with their version; previews, syncs and drifts refer to them. The changes that a
 * preview of before told apart stay whole in it.
 */
export const plans = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const isVersioned = (column: string) =>
  `(json_typeof(${column}::json) = 'object' and (${column}::json->'version') is not null)`;
/** The version of a column's JSON; of before versions it is 1. */
const version = (column: string) =>
  `case when ${isVersioned(column)} then ${column}::json->>'version' else '1' end`;

/** JSON of a column without its version. */
const value = (column: string, name: string) =>
  `case when ${isVersioned(column)}
    then ${column}::json->'${name}' else ${column}::json end`;

/** A plan as it is kept: without its source. Text stays as it is, and so do its numbers. */
const CONTENT = `'{"version":' || version || ',"plan":' || (select json_object_agg(key, value order by key)
    from json_each(plan) where key <> 'source')::text || '}'`;
const ID = `encode(sha256(convert_to(${CONTENT}, 'UTF8')), 'hex')`;

/** Keeps plans. @param from gives rows of `plan` and `version` */
const keep = (from: string) =>
  `insert into plans select distinct on (${ID}) ${ID}, ${CONTENT} from ${from} on conflict do nothing`;

const refer = (table: string, key: string) => {
  const said = `(select ${key}, ${value('said', 'plan')} as plan, ${version('said')} as version
    from ${table} where said is not null) as each`;
  const same = key.split(', ').map((column) => `${table}.${column} = each.${column}`);
  return [
    `alter table ${table} add column plan text references plans, add column source text`,
    keep(said),
    `update ${table} set plan = each.hash, source = each.source
      from (select ${key}, ${ID} as hash, plan->>'source' as source from ${said}) as each
      where ${same.join(' and ')}`,
    `alter table ${table} drop column said`,
    `create index ${table}_of_plan on ${table} (plan)`,
  ];
};

/** Each target of each preview. */
const TARGETS = `(select id as preview, position, said, said->'plan' as plan, ${version('targets')} as version
  from previews, json_array_elements(${value('targets', 'targets')}) with ordinality as each (said, position)
  ) as targets`;

/** What a preview says of a planned target beside its plan: each key as it was, the changes as their own. */
const PLANNED = `(select json_object_agg(key, case when key in ('yours', 'drifted', 'adopted') then
    (select coalesce(json_agg(json_build_object('own', change) order by position), '[]'::json)
      from json_array_elements(value) with ordinality as each (change, position))
    else value end) from json_each(said) where key <> 'plan')`;

const STATEMENTS = [
  `create table plans (id text primary key, content text not null)`,
  `create table preview_targets (
    preview bigint not null references previews, position integer not null,
    target text not null, plan text references plans, source text, content text not null,
    primary key (preview, position)
  )`,
  `create index preview_targets_of_plan on preview_targets (plan)`,
  keep(`${TARGETS} where said->>'status' = 'planned'`),
  `insert into preview_targets
    select preview, position, said->>'target', ${ID}, plan->>'source',
      '{"version":' || version || ',"target":' || ${PLANNED}::text || '}'
    from ${TARGETS} where said->>'status' = 'planned'`,
  `insert into preview_targets
    select preview, position, said->>'target', null, null, '{"version":' || version || ',"target":' || said::text || '}'
    from ${TARGETS} where said->>'status' <> 'planned'`,
  `alter table previews drop column targets`,
  `alter table syncs rename column approved to said`,
  ...refer('syncs', 'id'),
  `alter table drifts rename column plan to said`,
  ...refer('drifts', 'repository, target'),
];
