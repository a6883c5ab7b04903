import { cutText } from '../../core/cut-text.ts';
import type { TargetPlan } from '../../core/plan/plan.ts';
import type { Preview } from '../../core/plan/preview.ts';
import { type Loss, type Report, reportOfPlan, reportOfPreview } from '../model/model.ts';
import type { ReportObject } from '../model/report-objects.ts';
import { codeCell, codeSpan } from '../words/escape.ts';
import { COMMENT_LIMIT, linesWithin } from '../words/limits.ts';
import { hooksLeftText, plural } from '../words/words.ts';
import { details, short } from './object-markdown.ts';
import { targetMarkdown } from './target-markdown.ts';

/** Our comment about plans is found again by this mark. */
export const PREVIEW_MARKER = '<!-- plumbline:preview -->';

const NOTHING_TOUCHED = [
  PREVIEW_MARKER,
  '### Plumbline: no target is touched',
  '',
  'Merging changes nothing live.',
].join('\n');

/** The text around the report of targets. */
export interface Frame {
  /** Before the headline. */
  readonly marker?: string;
  /** Between the headline and the table: what is to be done next. */
  readonly next?: readonly string[];
  /** The place of the whole diff, when it is too long for here. Markdown. */
  readonly whole: string;
}

const TERMINAL = { whole: 'printed by `plumb preview`' };

/** A plan as Markdown. */
export function planMarkdown(answer: TargetPlan): string {
  return withinLimit(reportOfPlan(answer), TERMINAL, COMMENT_LIMIT);
}

/** The comment of a pull request. Content of manifests stands only in fences and code: nothing of it is active. */
export function previewMarkdown(preview: Preview, _style?: unknown, limit = COMMENT_LIMIT): string {
  return previewPage(preview, TERMINAL, limit);
}

/** The same comment within a frame. */
export function previewPage(
  preview: Pick<Preview, 'targets'>,
  frame: Omit<Frame, 'marker'>,
  limit = COMMENT_LIMIT,
): string {
  if (preview.targets.length === 0) return NOTHING_TOUCHED;
  return withinLimit(reportOfPreview(preview), { ...frame, marker: PREVIEW_MARKER }, limit);
}

/** Leaves whole diffs out until the comment fits, those of new objects first; summary and counts always stay. */
export function withinLimit(report: Report, frame: Frame, limit: number): string {
  const whole = wholePage(report, frame);
  if (whole.length <= limit) return whole;
  const leftOut = new Set<ReportObject>();
  let shorter = whole;
  let length = whole.length + NOTE_LENGTH;
  for (const object of leastNeededFirst(report)) {
    if (length <= limit) {
      // The length was estimated: diffs that are shown together take less than one by one.
      shorter = page(report, frame, leftOut);
      if (shorter.length <= limit) break;
      length = shorter.length;
    }
    leftOut.add(object);
    length -= details(object).length - short(object).length;
  }
  if (shorter.length > limit) shorter = page(report, frame, leftOut);
  return shorter.length <= limit ? shorter : summaryOnly(report, frame, limit);
}

/** With every diff, however long that is. */
export function wholePage(report: Report, frame: Frame): string {
  return page(report, frame, new Set());
}

/** The order in which diffs are left out: new objects, deleted ones, changed ones, each from the last one on. */
function leastNeededFirst(report: Report): ReportObject[] {
  const all = report.targets
    .flatMap((target) => (target.status === 'planned' ? target.sections : []))
    .flatMap(({ objects }) => objects)
    .filter(({ lines }) => lines.length > 0)
    .toReversed();
  const rank = { create: 0, keep: 0, delete: 1, update: 2, replace: 2 };
  return all.toSorted((a, b) => rank[a.action] - rank[b.action]);
}

const NOTE_LENGTH = 200;

function page(report: Report, frame: Frame, leftOut: ReadonlySet<ReportObject>): string {
  const note =
    leftOut.size === 0
      ? []
      : [
          '',
          `${plural(leftOut.size, 'diff')} left out here: it would be too long. All of it is ${frame.whole}.`,
        ];
  const targets = report.targets.flatMap((target) => targetMarkdown(target, leftOut));
  return [...opening(report, frame), ...targets, ...note, ''].join('\n');
}

function summaryOnly(report: Report, frame: Frame, limit: number): string {
  const note = `Too much to show here. All of it is ${frame.whole}.`;
  const lines = linesWithin(opening(report, frame), limit - note.length - 2);
  return [...lines, '', note].join('\n');
}

function opening(report: Report, { marker, next = [] }: Frame): string[] {
  const head = marker === undefined ? [] : [marker];
  const losses = report.targets.flatMap((target) => (target.status === 'planned' ? target.losses : []));
  const lost = losses.length === 0 ? [] : [...lossLines(losses), ''];
  return [
    ...head,
    headline(report),
    '',
    ...lost,
    ...(next.length > 0 ? [...next, ''] : []),
    ...table(report),
  ];
}

const MOST_LOSSES = 5;
const LOSS_LIMIT = 400;

/** Changes that delete data come before anything else. */
function lossLines(losses: readonly Loss[]): string[] {
  const shown = losses
    .slice(0, MOST_LOSSES)
    .map(({ title, text }) => `- ${codeSpan(cutText(title, LOSS_LIMIT))}: ${text}`);
  const more = losses.length > MOST_LOSSES ? [`- and ${losses.length - MOST_LOSSES} more, below`] : [];
  return ['**⚠️ Data is at stake:**', '', ...shown, ...more];
}

function headline(report: Report): string {
  const failed = report.targets.filter(
    (target) => target.status === 'failed' || target.verdict === 'unknown',
  );
  if (failed.length > 0)
    return `### Plumbline: cannot tell for ${plural(failed.length, 'target')}${objectsOf(report)}`;
  const planned = report.targets.filter((target) => target.status === 'planned');
  const all = planned.reduce((sum, { counts: c }) => sum + c.create + c.update + c.replace + c.delete, 0);
  const drifted = planned.reduce((sum, target) => sum + (target.drifted ?? 0), 0);
  const hooks = planned.reduce((sum, { hooksLeft }) => sum + hooksLeft, 0);
  if (all === 0) return `### Plumbline: ${hooks === 0 ? 'no changes' : hooksLeftText(hooks)}`;
  const gone = planned.reduce((sum, { counts }) => sum + counts.delete + counts.replace, 0);
  const loud = gone === 0 ? '' : ` · ⚠️ ${gone} deleted or replaced`;
  const told = planned.filter(({ verdict }) => verdict !== 'clean');
  if (told.every(({ onlyDrift }) => onlyDrift === true))
    return `### Plumbline: ${plural(all, 'object')} drifted; merging puts live back to what Git says${loud}`;
  return `### Plumbline: ${plural(all, 'change')}${drifted === 0 ? '' : `, ${drifted} of them drifted already`}${loud}`;
}

/** The number of objects that cannot be told, where it is not the whole target. */
function objectsOf({ targets }: Report): string {
  const count = targets.reduce((sum, target) => sum + (target.status === 'planned' ? target.unknowns : 0), 0);
  const whole = targets.some(({ status }) => status === 'failed');
  return count === 0 || whole ? '' : ` (${plural(count, 'object')})`;
}

function table(report: Report): string[] {
  const rows = report.targets.map((target) => {
    const name = codeCell(target.target);
    if (target.status === 'failed')
      return `| ${name} | | | | | | ❌ cannot tell${target.undeployed === true ? ', not deployed yet' : ''} |`;
    const { counts: c } = target;
    const changes = target.undeployed ? 'first deploy' : 'changes';
    const different = target.hooksLeft === 0 ? changes : hooksLeftText(target.hooksLeft);
    const state = { clean: '✅ no changes', different, unknown: '❌ cannot tell' }[target.verdict];
    return `| ${name} | ${c.create} | ${c.update} | ${c.replace} | ${c.delete} | ${target.drifted ?? ''} | ${state} |`;
  });
  return [
    '| target | create | update | replace | delete | drifted | state |',
    '|---|--:|--:|--:|--:|--:|---|',
    ...rows,
  ];
}
