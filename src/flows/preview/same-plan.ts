import { isDeepStrictEqual } from 'node:util';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { PlannedEnvironment } from './plan-environments.ts';

/** Whether two plans of an environment say the same; the commits that they were made of may differ. */
export function isSamePlan(one: PlannedEnvironment, other: PlannedEnvironment): boolean {
  return isDeepStrictEqual(saidBy(one), saidBy(other));
}

/** As it is stored: without what is undefined. */
function saidBy({ environment, targets, configuration, fingerprint, held }: PlannedEnvironment): unknown {
  const said = { environment, targets: targets.map(withoutSource), configuration, fingerprint, held };
  return JSON.parse(JSON.stringify(said));
}

function withoutSource(preview: TargetPreview): TargetPreview {
  return preview.status === 'failed' ? preview : { ...preview, plan: { ...preview.plan, source: '' } };
}
