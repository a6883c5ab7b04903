import { differences } from '../core/plan/plan.ts';
import { type SyncState, isEnded } from '../core/sync/state.ts';
import type { RecordedEvent } from '../ports/events.ts';
import type { DriftRecord } from '../ports/records/drift-records.ts';
import type { PreviewRecord } from '../ports/records/preview-records.ts';
import type { SyncRecord } from '../ports/records/sync-records.ts';

export function whatPreviewed(preview: PreviewRecord): RecordedEvent[] {
  const { repository, pull, environment, head, fingerprint } = preview;
  const targets = preview.targets.map(({ target }) => target);
  const about = { repository, pull, environment, head, targets };
  return [{ type: 'plan-made', ...about, ...(fingerprint !== undefined && { fingerprint }) }];
}

/** What is new of a sync. */
export function whatSynced(
  before: SyncState,
  { id: sync, repository, target, state }: SyncRecord,
): RecordedEvent[] {
  const about = { repository: repository.id, target: { repository, target }, sync };
  const hasBegun = before === 'queued' && state !== 'queued';
  const hasEnded = !isEnded(before) && isEnded(state);
  return [
    ...(hasBegun ? [{ type: 'sync-began' as const, ...about }] : []),
    ...(hasEnded ? [{ type: 'sync-ended' as const, ...about, outcome: state }] : []),
  ];
}

/** What is new of a drift. */
export function whatDrifted(before: DriftRecord | undefined, drift: DriftRecord): RecordedEvent[] {
  const { plan, problem } = drift;
  const about = ofTarget(drift);
  if (problem !== undefined) return problem === before?.problem ? [] : [{ type: 'cannot-tell', ...about }];
  const isKnown = before?.problem === undefined && before?.plan?.fingerprint === plan?.fingerprint;
  if (plan === undefined || isKnown) return [];
  const { fingerprint } = plan;
  return [{ type: 'drift-seen', ...about, fingerprint, objects: differences(plan).length }];
}

export function whatIsOver(drift: DriftRecord): RecordedEvent[] {
  return [{ type: 'drift-gone', ...ofTarget(drift) }];
}

function ofTarget({ repository, target }: DriftRecord) {
  return { repository: repository.id, target: { repository, target } };
}
