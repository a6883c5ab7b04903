import { canonicalJson } from '../../core/json/json.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { PlannedEnvironment } from './plan-environments.ts';

/** Whether two plans of an environment say the same; the commits that they were made of may differ. */
export function isSamePlan(one: PlannedEnvironment, other: PlannedEnvironment): boolean {
  return saidBy(one) === saidBy(other);
}

/** What is undefined is not stored either, and says nothing. */
function saidBy({ environment, targets, configuration, fingerprint, held }: PlannedEnvironment): string {
  return canonicalJson({
    environment,
    targets: targets.map(withoutSource),
    configuration,
    fingerprint,
    held,
  });
}

function withoutSource(preview: TargetPreview): TargetPreview {
  return preview.status === 'failed' ? preview : { ...preview, plan: { ...preview.plan, source: '' } };
}
