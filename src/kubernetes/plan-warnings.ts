import { describeResource } from '../core/resource.ts';
import type { Proposal } from './propose.ts';

/** What the server warns of, and which fields stay though the source does not name them. Not masked. */
export function warningsOf(proposals: readonly Proposal[]): string[] {
  const texts = proposals.flatMap(({ expectation: { prediction } }) =>
    prediction.status === 'predicted' ? prediction.warnings : [],
  );
  const staying = proposals.flatMap(({ expectation: { item }, staying: fields }) =>
    fields.map((field) => `${describeResource(item.id)}: ${field}.`),
  );
  return [...new Set(texts), ...staying];
}

/** What there is to know beside, in words of our own. */
export function notesOn(proposals: readonly Proposal[]): string[] {
  const claims = proposals.filter(({ claim }) => claim).length;
  if (claims === 0) return [];
  return [
    `${claims === 1 ? '1 object is' : `${claims} objects are`} live as declared, but not recorded as this target's yet: the next sync records that.`,
  ];
}
