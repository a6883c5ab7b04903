import type { SyncReport } from '../../src/core/sync/outcome.ts';
import { idOf } from '../../src/kubernetes/objects/resource.ts';

/** What comes of objects and hooks, in order: `create Job setup applied`. */
export function ends(report: SyncReport): string[] {
  if (report.status === 'stale') throw new Error('stale');
  return report.outcomes.map(
    ({ subject, action, result }) => `${action} ${idOf(subject).kind} ${subject.name} ${result}`,
  );
}
