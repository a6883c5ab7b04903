import type { TargetPlan } from '../core/plan.ts';
import type { Preview } from '../core/preview.ts';
import { codeCell, codeSpan, fence, htmlCode } from './escape.ts';
import { cutText } from '../core/cut-text.ts';
import { COMMENT_LIMIT, firstLines, linesWithin } from './limits.ts';
import {
  type PlannedReport,
  type Report,
  type ReportObject,
  type Section,
  type TargetReport,
  reportOfPlan,
  reportOfPreview,
} from './model.ts';
import { plural } from './words.ts';

/** By this an own comment is known again. */
export const PREVIEW_MARKER = '<!-- plumbline:preview -->';

const NOTHING_TOUCHED = [
  PREVIEW_MARKER,
  '### Plumbline: no target is touched',
  '',
  'Merging changes nothing live.',
].join('\n');

/** What stands around the report of targets. */
export interface Frame {
  /** Before the headline. */
  readonly marker?: string;
  /** Between the headline and the table: what is to be done next. */
  readonly next?: readonly string[];
  /** Where the whole diff is, when it is too long for here. Markdown. */
  readonly whole: string;
}

const TERMINAL = { whole: '`plumb preview`' };

/** A plan as Markdown. */
export function planMarkdown(answer: TargetPlan): string {
  return withinLimit(reportOfPlan(answer), TERMINAL, COMMENT_LIMIT);
}

/** The comment of a pull request. Content of manifests stands only in fences and code: nothing of it is active. */
export function previewMarkdown(preview: Preview, _style?: unknown, limit = COMMENT_LIMIT): string {
  return previewPage(preview, TERMINAL, limit);
}

/** The same with what stands around it. */
export function previewPage(
  preview: Pick<Preview, 'targets'>,
  frame: Omit<Frame, 'marker'>,
  limit = COMMENT_LIMIT,
): string {
  if (preview.targets.length === 0) return NOTHING_TOUCHED;
  return withinLimit(reportOfPreview(preview), { ...frame, marker: PREVIEW_MARKER }, limit);
}

/** Leaves whole diffs out, from the last one on, until the comment fits; summary and counts always stay. */
export function withinLimit(report: Report, frame: Frame, limit: number): string {
  const objects = report.targets
    .flatMap((target) =>
      target.status === 'planned' ? target.sections.flatMap((section) => section.objects) : [],
    )
    .filter(({ lines }) => lines.length > 0);
  const whole = page(report, frame, new Set());
  if (whole.length <= limit) return whole;
  const leftOut = new Set<ReportObject>();
  let length = whole.length + NOTE_LENGTH;
  for (const object of objects.toReversed()) {
    if (length <= limit) break;
    leftOut.add(object);
    length -= details(object).length - short(object).length;
  }
  const shorter = page(report, frame, leftOut);
  return shorter.length <= limit ? shorter : summaryOnly(report, frame, limit);
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
  return [...head, headline(report), '', ...(next.length > 0 ? [...next, ''] : []), ...table(report)];
}

function headline(report: Report): string {
  const failed = report.targets.filter(
    (target) => target.status === 'failed' || target.verdict === 'unknown',
  );
  if (failed.length > 0) return `### Plumbline: cannot tell for ${plural(failed.length, 'target')}`;
  const planned = report.targets.filter((target) => target.status === 'planned');
  const all = planned.reduce((sum, { counts: c }) => sum + c.create + c.update + c.replace + c.delete, 0);
  const drifted = planned.reduce((sum, target) => sum + (target.drifted ?? 0), 0);
  if (all === 0) return '### Plumbline: no changes';
  const gone = planned.reduce((sum, { counts }) => sum + counts.delete + counts.replace, 0);
  const loud = gone === 0 ? '' : ` · ⚠️ ${gone} deleted or replaced`;
  return `### Plumbline: ${plural(all, 'change')}${drifted === 0 ? '' : `, ${drifted} of them drifted already`}${loud}`;
}

function table(report: Report): string[] {
  const rows = report.targets.map((target) => {
    const name = codeCell(target.target);
    if (target.status === 'failed') return `| ${name} | | | | | | ❌ cannot tell |`;
    const { counts: c } = target;
    const state = { clean: '✅ no changes', different: 'changes', unknown: '❌ cannot tell' }[target.verdict];
    return `| ${name} | ${c.create} | ${c.update} | ${c.replace} | ${c.delete} | ${target.drifted ?? ''} | ${state} |`;
  });
  return [
    '| target | create | update | replace | delete | drifted | state |',
    '|---|--:|--:|--:|--:|--:|---|',
    ...rows,
  ];
}

export function targetMarkdown(target: TargetReport, leftOut: ReadonlySet<ReportObject>): string[] {
  if (target.status === 'failed') {
    return ['', `#### ❌ ${codeSpan(target.target)}: cannot tell`, '', messages([target.message])];
  }
  return [
    '',
    `#### ${codeSpan(target.target)} in cluster ${codeSpan(target.cluster)}`,
    ...unknown(target),
    ...warnings(target),
    ...target.sections.flatMap((section) => sectionMarkdown(section, leftOut)),
    '',
    `${target.unchanged} unchanged. An approval is for exactly this plan: ${codeSpan(target.fingerprint)}`,
  ];
}

function unknown({ unknown: all }: PlannedReport): string[] {
  if (all.length === 0) return [];
  return ['', `**❌ Cannot tell for ${plural(all.length, 'object')}:**`, '', messages(all)];
}

function warnings({ warnings: all }: PlannedReport): string[] {
  if (all.length === 0) return [];
  return ['', '**Warnings:**', '', messages(all)];
}

function messages(all: readonly string[]): string {
  const lines = all.flatMap((message) => message.split('\n'));
  return fence(firstLines(lines, '"plumb preview" prints all of it'), 'text');
}

function sectionMarkdown(section: Section, leftOut: ReadonlySet<ReportObject>): string[] {
  const note = section.note === undefined ? [] : ['', section.note];
  const objects = section.objects.flatMap((object) => [
    '',
    leftOut.has(object) ? short(object) : details(object),
  ]);
  return ['', `**${section.name}**`, ...note, ...objects];
}

export function details(object: ReportObject): string {
  if (object.lines.length === 0) return short(object);
  const lines = object.lines.map(({ sign, text }) => (sign === '@' ? `  ${text}` : `${sign} ${text}`));
  return `<details><summary>${title(object)}</summary>\n\n${fence(lines, 'diff')}\n\n</details>`;
}

function short(object: ReportObject): string {
  const size = object.lines.length === 0 ? '' : `: ${plural(object.lines.length, 'line')}`;
  return `<p>${title(object)}${size}</p>`;
}

/** Longer than any name that a cluster takes. */
const TITLE_LIMIT = 1000;

const ICONS = { danger: '⚠️', warning: '🔁', note: 'ℹ️' } as const;

function title(object: ReportObject): string {
  const loud = object.action === 'delete' || object.action === 'replace';
  const code = htmlCode(cutText(object.title, TITLE_LIMIT));
  const name = loud ? `<b>${code}</b>` : code;
  const marks = object.marks.map(
    ({ level, text }) => ` ${ICONS[level]} ${htmlCode(cutText(text, TITLE_LIMIT))}`,
  );
  return `${name}${marks.join('')}`;
}
