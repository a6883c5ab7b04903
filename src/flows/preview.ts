import type { Preview, TargetPreview } from '../core/preview.ts';
import { previewOf } from '../core/preview.ts';
import type { Target } from '../core/target.ts';
import type { Sight } from '../ports/engine.ts';
import type { Source } from '../ports/source.ts';
import { type Engines, planTarget } from './plan-target.ts';
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

/** Says what merging would change live, apart from what had drifted already. */
export async function preview(engines: Engines, request: PreviewRequest): Promise<Preview> {
  const touched = await touchedTargets(engines, request);
  const previews = await previewTargets(engines, { ...request, targets: touched });
  const targets = touched.flatMap(({ environment }, at) => {
    const of = previews[at];
    return of === undefined ? [] : [{ environment, preview: of }];
  });
  return { base: request.base.description, proposed: request.proposed.description, targets };
}

/** The same for each target that is named, one after the other. */
export async function previewTargets(
  engines: Engines,
  request: Omit<PreviewRequest, 'changed'>,
): Promise<TargetPreview[]> {
  const previews = [];
  for (const target of request.targets) previews.push(await previewTarget(engines, request, target));
  return previews;
}

async function previewTarget(
  engines: Engines,
  { base, proposed }: Pick<PreviewRequest, 'base' | 'proposed'>,
  target: Target,
): Promise<TargetPreview> {
  // Both of one state: what somebody writes between two looks would seem to be the proposal's.
  const sight: Sight = new Map();
  const merged = await planTarget(engines, { target, source: proposed, sight });
  if (merged.status === 'failed') return merged;
  const before = await planTarget(engines, { target, source: base, sight });
  if (before.status === 'planned') return previewOf(before.plan, merged.plan);
  // A base without the folder has nothing that could have drifted; any other failure must be said.
  if (before.code === 'not-found') return previewOf(undefined, merged.plan);
  const warning = `Your change cannot be told from what had drifted: the base could not be planned. ${before.message}`;
  return previewOf(undefined, { ...merged.plan, warnings: [...merged.plan.warnings, warning] });
}
