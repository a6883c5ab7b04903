import type { Kysely, Selectable } from 'kysely';
import type { DriftRecord, DriftRecords, Proposed, Refused } from '../ports/records/drift-records.ts';
import { PLAN } from './plan-shape.ts';
import type { DriftRow, Schema } from './schema.ts';
import { versioned } from './versioned.ts';

const PROPOSED = versioned<Proposed>('proposed');
const REFUSED = versioned<Refused>('refused');

export function createDrifts(db: Kysely<Schema>): DriftRecords {
  return {
    async save({ repository, plan, problem, proposed, refused, ...rest }) {
      const row: DriftRow = {
        ...rest,
        repository: repository.id,
        installation: repository.installation,
        repository_name: repository.name,
        plan: plan === undefined ? null : PLAN.write(plan),
        problem: problem ?? null,
        proposed: proposed === undefined ? null : PROPOSED.write(proposed),
        refused: refused === undefined ? null : REFUSED.write(refused),
      };
      await db
        .insertInto('drifts')
        .values(row)
        .onConflict((conflict) => conflict.columns(['repository', 'target']).doUpdateSet(row))
        .execute();
    },
    async find(repository, target) {
      const row = await db
        .selectFrom('drifts')
        .selectAll()
        .where('repository', '=', repository)
        .where('target', '=', target)
        .executeTakeFirst();
      return row && recordOf(row);
    },
    async all() {
      return (await db.selectFrom('drifts').selectAll().execute()).map(recordOf);
    },
    async remove(repository, target) {
      await db
        .deleteFrom('drifts')
        .where('repository', '=', repository)
        .where('target', '=', target)
        .execute();
    },
  };
}

function recordOf(row: Selectable<DriftRow>): DriftRecord {
  const { repository: id, installation, repository_name: name, target, commit, since } = row;
  const { plan, problem, proposed, refused } = row;
  return {
    repository: { id, installation, name },
    target,
    commit,
    since,
    ...(plan !== null && { plan: PLAN.read(plan) }),
    ...(problem !== null && { problem }),
    ...(proposed !== null && { proposed: PROPOSED.read(proposed) }),
    ...(refused !== null && { refused: REFUSED.read(refused) }),
  };
}
