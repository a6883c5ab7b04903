import type { Kysely, Selectable } from 'kysely';
import type { EnvironmentChange } from '../core/configuration/change.ts';
import type { TargetPreview } from '../core/plan/preview.ts';
import type { PreviewRecord, PreviewRecords, RecordedPreview } from '../ports/records/preview-records.ts';
import { previewsWithMarkers } from './markers-in-plans.ts';
import { targetsOfBefore } from './plan-of-before.ts';
import type { PreviewRow, Schema } from './schema.ts';
import { previewsWithSubjects } from './subjects-in-plans.ts';
import { versioned } from './versioned.ts';

const TARGETS = versioned<readonly TargetPreview[]>('targets', [
  targetsOfBefore,
  previewsWithMarkers,
  previewsWithSubjects,
]);
const CONFIGURATION = versioned<EnvironmentChange>('configuration');

export function createPreviews(db: Kysely<Schema>): PreviewRecords {
  const rows = (repository: number) =>
    db.selectFrom('previews').selectAll().where('repository', '=', repository).orderBy('id');
  return {
    async save(record) {
      await db.insertInto('previews').values(rowOf(record)).execute();
    },
    async rebased(id, base) {
      await db.updateTable('previews').set({ base, standing: true }).where('id', '=', id).execute();
    },
    async ofPull({ repository, number }) {
      return (await rows(repository.id).where('pull', '=', number).execute()).map(recordOf);
    },
    async touched({ repository, number }) {
      const found = db.selectFrom('previews').select('id').where('repository', '=', repository.id);
      const row = await found
        .where('pull', '=', number)
        .where('targets', 'not in', NOTHING)
        .executeTakeFirst();
      return row !== undefined;
    },
    async ofHeads(repository, heads) {
      if (heads.length === 0) return [];
      return (await rows(repository).where('head', 'in', heads).execute()).map(recordOf);
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

/** The targets of a preview that touches none, in each version and from before there were any. */
const NOTHING = [
  TARGETS.write([]),
  ...[1, 2, 3].map((version) => JSON.stringify({ version, targets: [] })),
  '[]',
];

function rowOf(record: PreviewRecord) {
  const { fingerprint, targets, configuration, held, madeAt, ...rest } = record;
  return {
    ...rest,
    fingerprint: fingerprint ?? null,
    targets: TARGETS.write(targets),
    configuration: configuration === undefined ? null : CONFIGURATION.write(configuration),
    held: held === true,
    made_at: madeAt,
  };
}

function recordOf(row: Selectable<PreviewRow>): RecordedPreview {
  const { id, repository, pull, environment, head, base, fingerprint } = row;
  return {
    id,
    repository,
    pull,
    environment,
    head,
    base,
    madeAt: row.made_at,
    targets: TARGETS.read(row.targets),
    ...(fingerprint !== null && { fingerprint }),
    ...(row.configuration !== null && { configuration: CONFIGURATION.read(row.configuration) }),
    ...(row.held && { held: true }),
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.shown_at !== null && { shownAt: row.shown_at }),
  };
}
