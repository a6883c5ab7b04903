import type { Given } from '../../core/plan/given.ts';
import type { TargetPlan } from '../../core/plan/plan.ts';
import { type Preview, type TargetPreview, asFirstDeploy, previewOf } from '../../core/plan/preview.ts';
import type { Target } from '../../core/target/target.ts';
import type { Session } from '../../ports/engine.ts';
import type { Source } from '../../ports/source.ts';
import { type Engines, orFailed, planIn, withSession } from '../plan-target.ts';
import { type PlanOne, planTogether } from './plan-together.ts';
import { touchedTargets } from './touched.ts';

export interface PreviewRequest {
  readonly base: Source;
  /** The result of merging. */
  readonly proposed: Source;
  /** The targets of the base's configuration. */
  readonly targets: readonly Target[];
  /** Paths that the proposal changes, relative to the repository's root. */
  readonly changed: readonly string[];
}

interface Sides extends Pick<PreviewRequest, 'base' | 'proposed'> {
  /** Called with each target's plan of the base. */
  readonly planned?: (base: TargetPlan) => void;
}

/** Plans a merge's changes, told apart from earlier drift. */
export async function preview(engines: Engines, request: PreviewRequest): Promise<Preview> {
  const touched = new Set(await touchedTargets(engines, request));
  const environments = [...new Set([...touched].map(({ environment }) => environment))];
  const targets: Preview['targets'][number][] = [];
  for (const environment of environments) {
    const wanted = (target: Target) => target.environment === environment && touched.has(target);
    const previews = await previewTargets(engines, request, wanted);
    targets.push(...previews.map((each) => ({ environment, preview: ofFirstSync(each) })));
  }
  return { base: request.base.description, proposed: request.proposed.description, targets };
}

/** At a terminal only the live system shows whether a target was ever synced. */
function ofFirstSync(preview: TargetPreview): TargetPreview {
  return preview.status === 'planned' && preview.plan.firstSync === true ? asFirstDeploy(preview) : preview;
}

/**
 * Previews the wanted targets of one environment, planned against each other.
 * @returns previews in the order of their syncs
 */
export async function previewTargets(
  engines: Engines,
  { targets: all, ...sides }: Sides & Pick<PreviewRequest, 'targets'>,
  wanted: (target: Target) => boolean,
): Promise<readonly TargetPreview[]> {
  const plan: PlanOne = (target, given) => previewTarget(engines, sides, target, given);
  const targets = all.filter(wanted);
  const isHere = ({ environment }: Target) => environment === targets[0]?.environment;
  const spare = all.filter((target) => isHere(target) && !wanted(target));
  const isNear = ({ destination }: Target) => targets.some((target) => target.destination === destination);
  const elsewhere = all.filter((target) => !isHere(target) && isNear(target));
  return planTogether(plan, { targets, spare, elsewhere });
}

function previewTarget(
  engines: Engines,
  sides: Sides,
  target: Target,
  given: readonly Given[],
): Promise<TargetPreview> {
  // Both plans are made in one session: a live change between two observations would seem to be the proposal's.
  return orFailed(target, () =>
    withSession(engines, target, (session) => previewIn(session, sides, target, given)),
  );
}

async function previewIn(
  session: Session,
  { base, proposed, planned }: Sides,
  target: Target,
  given: readonly Given[],
): Promise<TargetPreview> {
  const merged = await planIn(session, target, { source: proposed, purpose: 'preview', given });
  if (merged.status === 'failed') return merged;
  const before = await planIn(session, target, { source: base, purpose: 'preview', given });
  planned?.(before);
  if (before.status === 'planned') return previewOf(before.plan, merged.plan);
  // Without the folder in the base nothing can have drifted; any other failure must be reported.
  if (before.code === 'not-found') return previewOf(undefined, merged.plan);
  const warning = `Your change cannot be told from what had drifted: the base could not be planned. ${before.message}`;
  return previewOf(undefined, { ...merged.plan, warnings: [...merged.plan.warnings, warning] });
}
