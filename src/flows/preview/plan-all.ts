import { type TargetPlan, verdictOf } from '../../core/plan/plan.ts';
import { type TargetPreview, previewOf } from '../../core/plan/preview.ts';
import type { Target } from '../../core/target/target.ts';
import type { Source } from '../../ports/source.ts';
import { type Engines, planTarget } from '../plan-target.ts';
import { planTogether } from './plan-together.ts';

/**
 * Plans every target by itself, side by side; where a plan is failed or unknown, all targets of its environment against
 * each other.
 * @returns plans by the target's id
 */
export async function planAll(
  engines: Engines,
  targets: readonly Target[],
  source: Source,
): Promise<ReadonlyMap<string, TargetPlan>> {
  const alone = await Promise.all(
    targets.map((target) => planTarget(engines, target, { source, purpose: 'preview' })),
  );
  const plans = new Map(alone.map((plan) => [plan.target, plan]));
  for (const own of Map.groupBy(targets, ({ environment }) => environment).values()) {
    if (own.length === 1 || own.every(({ id }) => isTold(plans.get(id)))) continue;
    const together = await planTogether(
      async (target, given) => {
        const known = plans.get(target.id);
        const isKnown = known !== undefined && (given.length === 0 || isTold(known));
        return asPreview(
          isKnown ? known : await planTarget(engines, target, { source, purpose: 'preview', given }),
        );
      },
      { targets: own, spare: [], elsewhere: [] },
    );
    for (const preview of together) plans.set(preview.target, asPlan(preview));
  }
  return plans;
}

function isTold(answer: TargetPlan | undefined): boolean {
  return answer?.status === 'planned' && verdictOf(answer.plan) !== 'unknown';
}

function asPreview(answer: TargetPlan): TargetPreview {
  return answer.status === 'failed' ? answer : previewOf(undefined, answer.plan);
}

function asPlan(preview: TargetPreview): TargetPlan {
  if (preview.status === 'failed') return preview;
  const { status, target, plan } = preview;
  return { status, target, plan };
}
