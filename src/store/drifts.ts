import type { Kysely, Selectable } from 'kysely';
import type { DriftRecord, DriftRecords, Proposed, Refused } from '../ports/records/drift-records.ts';
import type { Recording } from './events.ts';
import { type PlanOf, keepPlan, readPlans } from './plans.ts';
import type { DriftRow, Schema } from './schema.ts';
import { versioned } from './shapes/versioned.ts';
import { whatDrifted, whatIsOver } from './what-happened.ts';

const PROPOSED = versioned<Proposed>('proposed');
const REFUSED = versioned<Refused>('refused');

export function createDrifts(db: Kysely<Schema>, recording: Recording): DriftRecords {
  return {
    save: (record) =>
      recording(async (transaction, tell) => {
        const { repository, plan, problem, proposed, refused, ...rest } = record;
        const before = await findDrift(transaction, repository.id, record.target);
        const row: DriftRow = {
          ...rest,
          ...(await keepPlan(transaction, plan)),
          repository: repository.id,
          installation: repository.installation,
          repository_name: repository.name,
          problem: problem ?? null,
          proposed: proposed === undefined ? null : PROPOSED.write(proposed),
          refused: refused === undefined ? null : REFUSED.write(refused),
        };
        await transaction
          .insertInto('drifts')
          .values(row)
          .onConflict((conflict) => conflict.columns(['repository', 'target']).doUpdateSet(row))
          .execute();
        tell(...whatDrifted(before, record));
      }),
    find: (repository, target) => findDrift(db, repository, target),
    async all() {
      const rows = await db.selectFrom('drifts').selectAll().execute();
      const planOf = await readPlans(db, rows);
      return rows.map((row) => recordOf(row, planOf));
    },
    remove: (repository, target) =>
      recording(async (transaction, tell) => {
        const before = await findDrift(transaction, repository, target);
        if (before === undefined) return;
        await transaction
          .deleteFrom('drifts')
          .where('repository', '=', repository)
          .where('target', '=', target)
          .execute();
        tell(...whatIsOver(before));
      }),
  };
}

async function findDrift(
  db: Kysely<Schema>,
  repository: number,
  target: string,
): Promise<DriftRecord | undefined> {
  const row = await db
    .selectFrom('drifts')
    .selectAll()
    .where('repository', '=', repository)
    .where('target', '=', target)
    .executeTakeFirst();
  return row && recordOf(row, await readPlans(db, [row]));
}

function recordOf(row: Selectable<DriftRow>, planOf: PlanOf): DriftRecord {
  const { repository: id, installation, repository_name: name, target, commit, since } = row;
  const { problem, proposed, refused } = row;
  const plan = planOf(row);
  return {
    repository: { id, installation, name },
    target,
    commit,
    since,
    ...(plan !== undefined && { plan }),
    ...(problem !== null && { problem }),
    ...(proposed !== null && { proposed: PROPOSED.read(proposed) }),
    ...(refused !== null && { refused: REFUSED.read(refused) }),
  };
}
