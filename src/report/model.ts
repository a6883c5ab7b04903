import type { Change, Mark } from '../core/change.ts';
import { describeChange } from '../core/change.ts';
import {
  type Counts,
  type Plan,
  type TargetPlan,
  type Verdict,
  countActions,
  verdictOf,
} from '../core/plan.ts';
import type { Preview, TargetPreview } from '../core/preview.ts';
import { type DiffLine, diffLines } from './diff-lines.ts';

export interface ReportObject {
  /** `update apps/Deployment shop/web`. */
  readonly title: string;
  readonly action: Change['action'];
  readonly marks: readonly Mark[];
  readonly lines: readonly DiffLine[];
}

export interface Section {
  readonly name: string;
  /** What the reader should know of all its objects. */
  readonly note?: string;
  readonly objects: readonly ReportObject[];
}

export interface PlannedReport {
  readonly status: 'planned';
  readonly target: string;
  readonly cluster: string;
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Objects that had drifted already; undefined where drift is not told apart. */
  readonly drifted?: number;
  readonly unchanged: number;
  readonly sections: readonly Section[];
  readonly unknown: readonly string[];
  readonly warnings: readonly string[];
  readonly fingerprint: string;
}

export type TargetReport =
  | PlannedReport
  | { readonly status: 'failed'; readonly target: string; readonly message: string };

/** What is said of targets, whatever the format: text, Markdown and JSON print nothing that is not in here. */
export interface Report {
  readonly targets: readonly TargetReport[];
  readonly verdict: Verdict;
}

export function reportOfPlan(answer: TargetPlan): Report {
  if (answer.status === 'failed') return reportOf([answer]);
  const { plan } = answer;
  const changes = plan.changes.filter(({ action }) => action !== 'keep');
  return reportOf([{ ...summaryOf(plan), sections: [...section('Changes', changes), ...keptSection(plan)] }]);
}

export function reportOfPreview(preview: Pick<Preview, 'targets'>): Report {
  return reportOf(preview.targets.map((target) => reportOfTarget(target.preview)));
}

function reportOf(targets: readonly TargetReport[]): Report {
  const verdicts = targets.map((target) => (target.status === 'failed' ? 'unknown' : target.verdict));
  const verdict = verdicts.find((v) => v === 'unknown') ?? verdicts.find((v) => v === 'different') ?? 'clean';
  return { targets, verdict };
}

function reportOfTarget(preview: TargetPreview): TargetReport {
  if (preview.status === 'failed') return preview;
  const { plan, yours, drifted, adopted } = preview;
  const isKept = ({ action }: Change) => action === 'keep';
  const old = drifted.filter((change) => !isKept(change));
  const sections = [
    ...section(
      'Your change',
      yours.filter((change) => !isKept(change)),
    ),
    ...section(
      'Already drifted',
      old,
      'Live differs from the default branch, whatever this pull request does. Merging, or any sync, puts this right.',
    ),
    ...section(
      'Drift that you adopt',
      adopted,
      'Live differs from the default branch; with your change Git agrees with live.',
    ),
    ...keptSection(plan),
  ];
  return { ...summaryOf(plan), drifted: old.length, sections };
}

function summaryOf(plan: Plan): Omit<PlannedReport, 'sections'> {
  return {
    status: 'planned',
    target: plan.target,
    cluster: plan.cluster,
    verdict: verdictOf(plan),
    counts: countActions(plan.changes),
    unchanged: plan.unchanged,
    unknown: plan.unknown.map(({ message }) => message),
    warnings: plan.warnings,
    fingerprint: plan.fingerprint,
  };
}

function keptSection(plan: Plan): Section[] {
  return section(
    'Kept',
    plan.changes.filter(({ action }) => action === 'keep'),
  );
}

function section(name: string, changes: readonly Change[], note?: string): Section[] {
  if (changes.length === 0) return [];
  const objects = changes.map((change) => ({
    title: describeChange(change),
    action: change.action,
    marks: change.marks,
    lines: diffLines(change),
  }));
  return [{ name, objects, ...(note !== undefined && { note }) }];
}
