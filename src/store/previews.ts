import type { Kysely, Selectable } from 'kysely';
import type { PreviewRecord, PreviewRecords } from '../ports/preview-records.ts';
import { fromText, toText } from './json-text.ts';
import type { PreviewRow, Schema } from './schema.ts';

export function createPreviews(db: Kysely<Schema>): PreviewRecords {
  return {
    async save({ madeAt, fingerprint, targets, ...record }) {
      const row = { ...record, fingerprint: fingerprint ?? null, targets: toText(targets), made_at: madeAt };
      await db.insertInto('previews').values(row).execute();
    },
    async ofPull({ repository, pull }) {
      const rows = await db
        .selectFrom('previews')
        .selectAll()
        .where('repository', '=', repository)
        .where('pull', '=', pull)
        .orderBy('id')
        .execute();
      return rows.map(recordOf);
    },
  };
}

function recordOf({
  id: _id,
  fingerprint,
  targets,
  made_at: madeAt,
  ...row
}: Selectable<PreviewRow>): PreviewRecord {
  return { ...row, madeAt, targets: fromText(targets), ...(fingerprint !== null && { fingerprint }) };
}
