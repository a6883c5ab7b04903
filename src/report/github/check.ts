import { APPROVE } from '../../core/button.ts';
import { cutText } from '../../core/cut-text.ts';
import type { GateVerdict } from '../../core/gate/decision.ts';
import { planId } from '../../core/gate/on-show.ts';
import { countActions, differences, hooksLeft, verdictOf } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { Detail } from '../diff/diff-line.ts';
import { wholePage, withinLimit } from '../markdown/markdown.ts';
import { wholePages } from '../markdown/whole-pages.ts';
import { type Report, reportOfPreview } from '../model/model.ts';
import { codeSpan, plainText } from '../words/escape.ts';
import { linesWithin } from '../words/limits.ts';
import { countsText, hooksLeftText, plural } from '../words/words.ts';
import { configurationLines } from './configuration.ts';
import { decisionList } from './decision.ts';
import type { EnvironmentReport } from './pull-comment.ts';

/** What a check run shows; the limits are GitHub's. */
export interface CheckOutput {
  /** Absent while it is pending. */
  readonly conclusion?: 'success' | 'failure';
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly actions: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
}

/** GitHub's limit of a check run's summary and text, in characters. */
const LIMIT = 65_535;
export const TITLE_LIMIT = 255;

/** The name of an environment's check, as a branch protection requires it. */
export function checkName(environment: string): string {
  return `plumbline / ${environment}`;
}

/**
 * The name of the check about the configuration: whether a proposed one is valid, and whether the default branch's is
 * in force.
 */
export const CONFIGURATION_CHECK = 'plumbline / configuration';

const APPROVING = { label: 'Approve', description: 'Approve exactly this plan', identifier: APPROVE };

/** The check run of a plan while GitHub has not accepted everything that shows it: nobody can approve the plan yet. */
export function beingShown(report: EnvironmentReport, refused?: string): Omit<CheckOutput, 'conclusion'> {
  return {
    title: 'The plan is being put on show',
    summary: summary([...refusedLines(refused), 'What merging changes is below. A verdict follows.']),
    ...textOf(report),
    actions: [],
  };
}

/**
 * The check run of one environment: the decision with its reasons, and the whole diff.
 * @param refused why the comment cannot be written: this check run then stands for the comment
 */
export function checkOutput(report: EnvironmentReport, refused?: string): CheckOutput {
  const { decision, fingerprint } = report;
  const conclusion = CONCLUSION[decision.verdict];
  const canApprove = decision.verdict === 'pending' && fingerprint !== undefined;
  return {
    ...(conclusion !== undefined && { conclusion }),
    title: cutText(title(report), TITLE_LIMIT),
    summary: summary([
      ...refusedLines(refused),
      ...decisionList(decision),
      ...(decision.verdict === 'skipped' ? [] : planLine(fingerprint)),
    ]),
    ...textOf(report),
    // To plan again there is GitHub's own "Re-run".
    actions: canApprove ? [APPROVING] : [],
  };
}

function textOf({ targets, configuration }: EnvironmentReport): { text?: string } {
  const planned = targets.length > 0 ? diffs(targets, diffLimit(configuration)) : '';
  const text = `${judgedText(configuration)}${planned}`.trimEnd();
  return text === '' ? {} : { text };
}

type Configuration = EnvironmentReport['configuration'];

function judgedText(configuration: Configuration): string {
  return configuration === undefined ? '' : `${configurationLines(configuration).join('\n')}\n\n`;
}

/** The room for the diff in the check run: changes of the configuration come before the diff. */
export function diffLimit(configuration: Configuration): number {
  return LIMIT - judgedText(configuration).length;
}

function planLine(fingerprint: string | undefined): string[] {
  return fingerprint === undefined ? [] : ['', `Plan ${codeSpan(planId(fingerprint))}.`];
}

function refusedLines(refused: string | undefined): string[] {
  if (refused === undefined) return [];
  return [
    `⚠️ The comment could not be written, so this check stands for it: ${plainText(cutText(refused, 1000))}`,
    '',
  ];
}

/** GitHub's conclusion for a verdict; undefined: the check waits. */
export const CONCLUSION: Readonly<Record<GateVerdict, 'success' | 'failure' | undefined>> = {
  approved: 'success',
  skipped: 'success',
  blocked: 'failure',
  pending: undefined,
};

function title({ decision, targets, configuration, held }: EnvironmentReport): string {
  if (held === true) return 'Waiting: somebody who may write has to let this fork in';
  if (targets.length === 0 && configuration === undefined)
    return decision.verdict === 'pending' ? 'Being planned' : 'No target of this environment is touched';
  const planned = targets
    .filter((target) => target.status === 'planned')
    .filter(({ plan }) => verdictOf(plan) !== 'unknown');
  if (planned.length < targets.length) return 'Cannot be planned';
  if (decision.verdict === 'skipped') return WORD.skipped;
  const hooks = planned.reduce((sum, { plan }) => sum + hooksLeft(plan).length, 0);
  if (planned.every(({ plan }) => differences(plan).length === 0) && hooks > 0)
    return `${WORD[decision.verdict]}: ${hooksLeftText(hooks)}`;
  const parts = [
    planned.some(({ undeployed }) => undeployed === true) ? 'first deploy' : '',
    countsText(countActions(planned.flatMap(({ plan }) => plan.changes))),
    configuration === undefined ? '' : 'the configuration changes',
  ];
  const said = parts.filter((part) => part !== '').join(', ');
  return said === '' ? WORD[decision.verdict] : `${WORD[decision.verdict]}: ${said}`;
}

const WORD: Readonly<Record<GateVerdict, string>> = {
  approved: 'Approved',
  pending: 'Waiting for approval',
  blocked: 'Blocked',
  skipped: 'Nothing to deploy',
};

function reportOf(targets: readonly TargetPreview[], detail: Detail): Report {
  return reportOfPreview({ targets: targets.map((preview) => ({ environment: '', preview })) }, detail);
}

const FRAME = { whole: 'in the check runs "… / diff 1", "… / diff 2" and so on' };

/** Every character of the diff where that fits: else the pages hold it. */
function diffs(targets: readonly TargetPreview[], limit: number): string {
  const whole = wholePage(reportOf(targets, 'whole'), FRAME);
  return whole.length <= limit ? whole : withinLimit(reportOf(targets, 'short'), FRAME, limit);
}

/** A diff of more pages is read by nobody. */
const MOST_PAGES = 20;

export interface DiffPage {
  /** `plumbline / production / diff 2`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/**
 * The check runs that hold the whole diff, page by page, where the environment's own check run cannot.
 * GitHub shows them to people who may read the repository, and to nobody else.
 */
export function diffPages(
  environment: string,
  targets: readonly TargetPreview[],
  limit = LIMIT,
): readonly DiffPage[] {
  const report = reportOf(targets, 'whole');
  if (wholePage(report, FRAME).length <= limit) return [];
  const all = wholePages(report, limit);
  return all.slice(0, MOST_PAGES).map((text, index) => ({
    name: `${checkName(environment)} / diff ${index + 1}`,
    title: `The whole diff, page ${index + 1} of ${all.length}`,
    summary: `Too long for one check run.${all.length > MOST_PAGES ? ` Pages after ${MOST_PAGES} are only printed by \`plumb preview\`.` : ''}`,
    text,
  }));
}

const NOTE_LENGTH = 200;

/** As many lines of a summary as fit: a reason is cut, so the first one always does. */
export function summary(lines: readonly string[]): string {
  const shown = linesWithin(lines, LIMIT - NOTE_LENGTH);
  const left = lines.length - shown.length;
  if (left === 0) return lines.join('\n');
  const note = `- … ${plural(left, 'reason')} left out here: what cannot be planned is said below.`;
  return [...shown, note].join('\n');
}
