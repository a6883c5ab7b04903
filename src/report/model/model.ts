import { type Change, describeChange } from '../../core/change/change.ts';
import {
  type Counts,
  type Plan,
  type TargetPlan,
  type Verdict,
  countActions,
  hooksLeft,
  verdictOf,
} from '../../core/plan/plan.ts';
import type { Preview, TargetPreview } from '../../core/plan/preview.ts';
import type { Detail } from '../diff/diff-line.ts';
import { FIRST_DEPLOY } from './first-deploy.ts';
import { hookSection } from './hook-section.ts';
import { type Part, type Section, isDifference, kept, sectionsOf } from './sections.ts';
import { unknownMessages } from './unknowns.ts';

/** Data that a deletion or a replacement puts at stake. */
export interface Loss {
  /** `delete PersistentVolumeClaim shop/data`. */
  readonly title: string;
  /** Our own words. */
  readonly text: string;
}

export interface PlannedReport {
  readonly status: 'planned';
  readonly target: string;
  readonly destination: string;
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Objects that had drifted already; undefined where drift is not told apart. */
  readonly drifted?: number;
  /** No sync of it is on record. */
  readonly undeployed: boolean;
  /** Whether all that differs had drifted already, and nothing is the proposal's own. */
  readonly onlyDrift?: boolean;
  readonly unchanged: number;
  /** Hooks that an earlier sync did not run to their end, where nothing differs. */
  readonly hooksLeft: number;
  readonly losses: readonly Loss[];
  readonly sections: readonly Section[];
  /** How many objects cannot be told, and why: a reason that several share is given once. */
  readonly unknowns: number;
  readonly unknown: readonly string[];
  readonly warnings: readonly string[];
  /** Targets that are synced before this one. */
  readonly after: readonly string[];
  readonly fingerprint: string;
}

export type TargetReport =
  | PlannedReport
  | {
      readonly status: 'failed';
      readonly target: string;
      readonly message: string;
      readonly undeployed?: boolean;
    };

/** The report of targets, whatever the format: text and Markdown print only from here, and JSON takes its verdict. */
export interface Report {
  readonly targets: readonly TargetReport[];
  readonly verdict: Verdict;
}

/** @param detail `short` for people; `whole` for a report that promises to hold everything */
export function reportOfPlan(answer: TargetPlan, detail: Detail = 'short'): Report {
  if (answer.status === 'failed') return reportOf([answer]);
  const { plan } = answer;
  const parts = [{ name: 'Changes', changes: plan.changes.filter(isDifference) }, kept(plan)];
  return reportOf([reportOfParts(plan, parts, detail)]);
}

export function reportOfPreview(preview: Pick<Preview, 'targets'>, detail: Detail = 'short'): Report {
  return reportOf(preview.targets.map((target) => reportOfTarget(target.preview, detail)));
}

function reportOf(targets: readonly TargetReport[]): Report {
  const verdicts = targets.map((target) => (target.status === 'failed' ? 'unknown' : target.verdict));
  const verdict = verdicts.find((v) => v === 'unknown') ?? verdicts.find((v) => v === 'different') ?? 'clean';
  return { targets, verdict };
}

const DRIFTED =
  'Live differs from the default branch, whatever this pull request does. Merging, or any sync, puts this right.';
const ADOPTED = 'Live differs from the default branch; with your change Git agrees with live.';

function reportOfTarget(preview: TargetPreview, detail: Detail): TargetReport {
  if (preview.status === 'failed') return preview;
  const { plan, yours, drifted, adopted, undeployed } = preview;
  const old = drifted.filter(isDifference);
  const sections = [
    undeployed === true
      ? { name: 'First deploy', changes: yours.filter(isDifference), note: FIRST_DEPLOY }
      : { name: 'Your change', changes: yours.filter(isDifference) },
    { name: 'Already drifted', changes: old, note: DRIFTED },
    { name: 'Drift that you adopt', changes: adopted, note: ADOPTED },
    kept(plan),
  ];
  const onlyDrift = old.length > 0 && !yours.some(isDifference);
  const told = { onlyDrift, undeployed: undeployed === true };
  const drift = undeployed === true ? {} : { drifted: old.length };
  return { ...reportOfParts(plan, sections, detail), ...drift, ...told };
}

function reportOfParts(plan: Plan, parts: readonly Part[], detail: Detail): PlannedReport {
  return { ...summaryOf(plan), sections: [...sectionsOf(parts, detail), ...hookSection(plan)] };
}

function summaryOf(plan: Plan): Omit<PlannedReport, 'sections'> {
  return {
    status: 'planned',
    target: plan.target,
    destination: plan.destination,
    verdict: verdictOf(plan),
    counts: countActions(plan.changes),
    unchanged: plan.unchanged,
    hooksLeft: hooksLeft(plan).length,
    losses: plan.changes.flatMap(lossesIn),
    unknowns: plan.unknown.length,
    unknown: unknownMessages(plan.unknown),
    warnings: plan.warnings,
    after: plan.after ?? [],
    undeployed: false,
    fingerprint: plan.fingerprint,
  };
}

function lossesIn(change: Change): Loss[] {
  const lost = change.marks.filter(({ risk }) => risk === 'data-loss');
  return lost.map(({ text }) => ({ title: describeChange(change), text }));
}
