import type { Kysely, Selectable } from 'kysely';
import type { EnvironmentChange } from '../core/configuration/change.ts';
import type { TargetPreview } from '../core/plan/preview.ts';
import type { PreviewRecord, PreviewRecords, RecordedPreview } from '../ports/records/preview-records.ts';
import type { Recording } from './events.ts';
import { keepPlans, readPlans } from './plans.ts';
import type { PreviewRow, PreviewTargetRow, Schema } from './schema.ts';
import { KEPT_TARGET, keptTarget, targetPreview } from './shapes/kept-target.ts';
import { versioned } from './shapes/versioned.ts';
import { whatPreviewed } from './what-happened.ts';

const CONFIGURATION = versioned<EnvironmentChange>('configuration');

export function createPreviews(db: Kysely<Schema>, recording: Recording): PreviewRecords {
  const rows = (repository: number) =>
    db.selectFrom('previews').selectAll().where('repository', '=', repository).orderBy('id');
  return {
    save: (record) =>
      recording(async (transaction, tell) => {
        const { id } = await transaction
          .insertInto('previews')
          .values(rowOf(record))
          .returning('id')
          .executeTakeFirstOrThrow();
        await saveTargets(transaction, id, record.targets);
        tell(...whatPreviewed(record));
      }),
    async rebased(id, base) {
      await db.updateTable('previews').set({ base, standing: true }).where('id', '=', id).execute();
    },
    ofPull: async ({ repository, number }) =>
      recordsOf(db, await rows(repository.id).where('pull', '=', number).execute()),
    async touched({ repository, number }, at) {
      const all = db
        .selectFrom('previews')
        .innerJoin('preview_targets', 'preview_targets.preview', 'previews.id')
        .select('previews.id')
        .where('repository', '=', repository.id)
        .where('pull', '=', number);
      const own = at && all.where('head', '=', at.head).where('target', '=', at.target);
      return (await (own ?? all).executeTakeFirst()) !== undefined;
    },
    async ofHeads(repository, heads) {
      if (heads.length === 0) return [];
      return recordsOf(db, await rows(repository).where('head', 'in', heads).execute());
    },
    async standing(repository) {
      const found = db.selectFrom('previews').select('head').distinct();
      const heads = await found.where('repository', '=', repository).where('standing', '=', true).execute();
      return heads.map(({ head }) => head);
    },
    async left(repository, heads) {
      if (heads.length === 0) return;
      const change = db.updateTable('previews').set({ standing: false }).where('standing', '=', true);
      await change.where('repository', '=', repository).where('head', 'in', heads).execute();
    },
    async sent(ids, at) {
      if (ids.length === 0) return;
      const change = db.updateTable('previews').set({ sent_at: at });
      await change.where('id', 'in', ids).where('sent_at', 'is', null).execute();
    },
    async shown(ids, at) {
      if (ids.length === 0) return;
      const change = db.updateTable('previews').set({ shown_at: at });
      await change.where('id', 'in', ids).where('shown_at', 'is', null).execute();
    },
  };
}

async function saveTargets(
  db: Kysely<Schema>,
  preview: number,
  targets: readonly TargetPreview[],
): Promise<void> {
  if (targets.length === 0) return;
  const planned = targets.filter((each) => each.status === 'planned');
  const kept = await keepPlans(
    db,
    planned.map(({ plan }) => plan),
  );
  const columns = new Map(planned.map((each, index) => [each as TargetPreview, kept[index]]));
  const rows = targets.map((each, position) => ({
    preview,
    position,
    target: each.target,
    content: KEPT_TARGET.write(keptTarget(each)),
    ...(columns.get(each) ?? { plan: null, source: null }),
  }));
  await db.insertInto('preview_targets').values(rows).execute();
}

async function recordsOf(
  db: Kysely<Schema>,
  previews: readonly Selectable<PreviewRow>[],
): Promise<RecordedPreview[]> {
  const ids = previews.map(({ id }) => id);
  const targets = ids.length === 0 ? [] : await targetsOf(db, ids);
  const planOf = await readPlans(db, targets);
  const own = Map.groupBy(targets, ({ preview }) => preview);
  const told = (row: PreviewTargetRow) => targetPreview(KEPT_TARGET.read(row.content), planOf(row));
  return previews.map((row) => recordOf(row, (own.get(row.id) ?? []).map(told)));
}

function targetsOf(db: Kysely<Schema>, previews: readonly number[]): Promise<PreviewTargetRow[]> {
  const rows = db.selectFrom('preview_targets').selectAll().where('preview', 'in', previews);
  return rows.orderBy('preview').orderBy('position').execute();
}

function rowOf({ targets: _apart, fingerprint, configuration, held, madeAt, ...rest }: PreviewRecord) {
  return {
    ...rest,
    fingerprint: fingerprint ?? null,
    configuration: configuration === undefined ? null : CONFIGURATION.write(configuration),
    held: held === true,
    made_at: madeAt,
  };
}

function recordOf(row: Selectable<PreviewRow>, targets: readonly TargetPreview[]): RecordedPreview {
  const { id, repository, pull, environment, head, base } = row;
  // Without all of its plans it can be approved no more.
  const fingerprint = targets.some(({ status }) => status === 'failed') ? null : row.fingerprint;
  return {
    id,
    repository,
    pull,
    environment,
    head,
    base,
    madeAt: row.made_at,
    targets,
    ...(fingerprint !== null && { fingerprint }),
    ...(row.configuration !== null && { configuration: CONFIGURATION.read(row.configuration) }),
    ...(row.held && { held: true }),
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.shown_at !== null && { shownAt: row.shown_at }),
  };
}
