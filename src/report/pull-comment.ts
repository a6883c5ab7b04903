import type { Decision } from '../core/gate/decision.ts';
import type { TargetPreview } from '../core/preview.ts';
import { decisionLine } from './decision.ts';
import { codeSpan } from './escape.ts';
import { COMMENT_LIMIT } from './limits.ts';
import { previewPage } from './markdown.ts';

/** One environment's part of the comment. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly decision: Decision;
  readonly targets: readonly TargetPreview[];
}

/**
 * The one comment of a pull request: counts, what the gate waits for, then every target's diff.
 * Of environments of which no target is touched it says nothing.
 */
export function pullComment(reports: readonly EnvironmentReport[], limit = COMMENT_LIMIT): string {
  const touched = reports.filter(({ targets }) => targets.length > 0);
  const targets = touched.flatMap((report) =>
    report.targets.map((preview) => ({ environment: report.environment, preview })),
  );
  const next = touched.flatMap(({ decision }) => ['', decisionLine(decision), ...howTo(decision)]).slice(1);
  return previewPage(
    { targets },
    { next, whole: 'in the check runs, and printed by `plumb preview`' },
    limit,
  );
}

function howTo({ verdict, rule }: Decision): string[] {
  if (verdict !== 'pending') return [];
  return [`Approve with a review, with the check's button, or with ${codeSpan(`/plumb approve ${rule}`)}.`];
}
