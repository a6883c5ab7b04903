import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Plan } from '../core/plan/plan.ts';
import type { PlanColumns, Schema } from './schema.ts';
import { KEPT_PLAN, type KeptPlan } from './shapes/plan-shape.ts';

/**
 * Keeps plans, each of the same contents once. To be called in the transaction that stores what refers to them.
 * @returns how to refer to each, in the same order
 */
export async function keepPlans(db: Kysely<Schema>, plans: readonly Plan[]): Promise<PlanColumns[]> {
  const kept = plans.map(({ source, ...plan }) => {
    const content = KEPT_PLAN.write(plan);
    return { id: createHash('sha256').update(content).digest('hex'), content, source };
  });
  const rows = [...new Map(kept.map(({ id, content }) => [id, { id, content }])).values()];
  // In one order always, so that transactions that keep the same plans do not wait for each other.
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (sorted.length > 0)
    await db
      .insertInto('plans')
      .values(sorted)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return kept.map(({ id, source }) => ({ plan: id, source }));
}

/** As `keepPlans`, of one plan or none. */
export async function keepPlan(db: Kysely<Schema>, plan: Plan | undefined): Promise<PlanColumns> {
  const [kept] = await keepPlans(db, plan === undefined ? [] : [plan]);
  return kept ?? { plan: null, source: null };
}

export type PlanOf = (columns: PlanColumns) => Plan | undefined;

/** Reads the plans that rows refer to, each once. */
export async function readPlans(db: Kysely<Schema>, rows: readonly PlanColumns[]): Promise<PlanOf> {
  const ids = [...new Set(rows.flatMap(({ plan }) => plan ?? []))];
  const found =
    ids.length === 0 ? [] : await db.selectFrom('plans').selectAll().where('id', 'in', ids).execute();
  const plans = new Map(found.map(({ id, content }) => [id, KEPT_PLAN.read(content)]));
  return ({ plan: id, source }) => {
    const plan: KeptPlan | undefined = id === null ? undefined : plans.get(id);
    return plan === undefined || source === null ? undefined : { ...plan, source };
  };
}

/** Deletes the plans that nothing refers to any more. */
export async function sweepPlans(db: Kysely<Schema>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // Waits for every transaction that has kept a plan, and not yet stored what refers to it.
    await sql`lock table plans in share row exclusive mode`.execute(transaction);
    await sql`delete from plans where
      not exists (select from preview_targets where plan = plans.id) and
      not exists (select from syncs where plan = plans.id) and
      not exists (select from drifts where plan = plans.id)`.execute(transaction);
  });
}
