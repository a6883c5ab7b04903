import type { EnvironmentChange } from '../../core/configuration/change.ts';
import type { Decision } from '../../core/gate/decision.ts';
import { planId } from '../../core/gate/on-show.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import { PREVIEW_MARKER, previewPage } from '../markdown/markdown.ts';
import { codeSpan } from '../words/escape.ts';
import { COMMENT_LIMIT } from '../words/limits.ts';
import { configurationLines } from './configuration.ts';
import { decisionLine } from './decision.ts';

/** One environment's part of the comment. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly decision: Decision;
  readonly targets: readonly TargetPreview[];
  /** The fingerprint of the plan that is shown; absent where no plan could be approved. */
  readonly fingerprint?: string;
  /** The change of the configuration that would judge after the merge. */
  readonly configuration?: EnvironmentChange;
  /** The pull request comes from a fork, and nobody has let it in. */
  readonly held?: true;
}

/**
 * The one comment of a pull request: counts, what the gate waits for, then every target's diff.
 * Environments are left out where no target is touched, no configuration changes and no fork is held.
 */
export function pullComment(reports: readonly EnvironmentReport[], limit = COMMENT_LIMIT): string {
  const touched = reports.filter(
    ({ targets, configuration, held }) => targets.length > 0 || configuration !== undefined || held === true,
  );
  const targets = touched.flatMap((report) =>
    report.targets.map((preview) => ({ environment: report.environment, preview })),
  );
  const next = touched.flatMap((report) => ['', ...partOf(report)]).slice(1);
  if (targets.length === 0 && touched.length > 0)
    return [PREVIEW_MARKER, headline(touched), '', ...next].join('\n');
  return previewPage(
    { targets },
    { next, whole: 'in the check runs, and printed by `plumb preview`' },
    limit,
  );
}

/** The headline where there is no plan. */
function headline(touched: readonly EnvironmentReport[]): string {
  const isHeld = touched.some(({ held }) => held === true);
  return `### Plumbline: ${isHeld ? 'not planned yet' : 'the configuration changes, and nothing live'}`;
}

function partOf(report: EnvironmentReport): string[] {
  const { decision, configuration } = report;
  const judged = configuration === undefined ? [] : ['', ...configurationLines(configuration)];
  return [decisionLine(decision), ...howTo(report), ...judged];
}

function howTo({ decision: { verdict, rule }, fingerprint }: EnvironmentReport): string[] {
  if (verdict !== 'pending' || fingerprint === undefined) return [];
  const command = codeSpan(`/plumb approve ${rule} ${planId(fingerprint)}`);
  return [`Approve with a review, with the check's button, or with ${command}.`];
}
