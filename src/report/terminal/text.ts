import type { TargetPlan } from '../../core/plan/plan.ts';
import type { Preview } from '../../core/plan/preview.ts';
import { visible } from '../../core/visible.ts';
import type { DiffLine } from '../diff/diff-line.ts';
import { type PlannedReport, type Report, reportOfPlan, reportOfPreview } from '../model/model.ts';
import type { ReportObject } from '../model/report-objects.ts';
import type { Section, SharedChange } from '../model/sections.ts';
import { counted, countsText, hooksLeftText, plural } from '../words/words.ts';
import type { Style } from './style.ts';

/** A plan for a terminal. */
export function planText(answer: TargetPlan, style: Style): string {
  return reportText(reportOfPlan(answer), style);
}

/** A preview for a terminal. */
export function previewText(preview: Preview, style: Style): string {
  const head = style.dim(`${visible(preview.proposed)}, compared with what is live now`);
  if (preview.targets.length === 0) return `${head}\nNo target is touched: merging changes nothing live.`;
  return `${head}\n\n${reportText(reportOfPreview(preview), style)}`;
}

function reportText(report: Report, style: Style): string {
  return report.targets
    .map((target) =>
      target.status === 'failed'
        ? failedText(target.target, target.message, style)
        : targetText(target, style),
    )
    .join('\n\n');
}

function failedText(target: string, message: string, style: Style): string {
  return `${style.danger('Cannot tell')} ${style.bold(visible(target))}\n${indent(lines(message), '  ')}`;
}

function targetText(target: PlannedReport, style: Style): string {
  const parts = [
    style.bold(`${visible(target.target)} in cluster ${visible(target.destination)}`),
    ...(target.after.length === 0 ? [] : [`  synced after ${visible(target.after.join(', '))}`]),
    ...unknownText(target, style),
    ...target.warnings.map((warning) => indent(lines(`warning: ${warning}`), '  ')),
    ...target.sections.map((section) => sectionText(section, style)),
    summaryText(target, style),
  ];
  return parts.join('\n');
}

function unknownText({ unknown, unknowns }: PlannedReport, style: Style): string[] {
  if (unknown.length === 0) return [];
  const head = style.danger(`  Cannot tell for ${unknowns} of its objects:`);
  return [head, ...unknown.map((message) => indent(lines(message), '    '))];
}

function sectionText(section: Section, style: Style): string {
  const head = `  ${style.bold(section.name)}${section.note === undefined ? '' : style.dim(`  ${section.note}`)}`;
  return [
    head,
    ...section.shared.map((shared) => sharedText(shared, style)),
    ...section.objects.map((object) => objectText(object, style)),
  ].join('\n');
}

function sharedText({ lines: all, names, alone }: SharedChange, style: Style): string {
  const others =
    alone === names.length ? 'nothing else of them changes' : `${alone} of them change in nothing else`;
  return [
    `    the same in ${names.length} objects; ${others}`,
    ...all.map((line) => `      ${diffText(line, style)}`),
    ...names.map((name) => style.dim(`      in ${visible(name)}`)),
  ].join('\n');
}

function objectText(object: ReportObject, style: Style): string {
  const loud = object.action === 'delete' || object.action === 'replace';
  const title = loud ? style.danger(visible(object.title)) : visible(object.title);
  const marks = object.marks.map(({ level, text }) => {
    const words = `(${visible(text)})`;
    return `   ${level === 'danger' ? style.danger(words) : style.dim(words)}`;
  });
  return [
    `    ${title}${marks.join('')}`,
    ...object.lines.map((line) => `      ${diffText(line, style)}`),
  ].join('\n');
}

function diffText({ sign, text }: DiffLine, style: Style): string {
  const shown = visible(text);
  if (sign === '+') return style.added(`+ ${shown}`);
  if (sign === '-') return style.removed(`- ${shown}`);
  return sign === '@' ? style.bold(shown) : `  ${shown}`;
}

function summaryText(target: PlannedReport, style: Style): string {
  const fingerprint = style.dim(`  fingerprint ${target.fingerprint}`);
  if (target.verdict === 'clean') {
    return `  No differences: ${plural(target.unchanged, 'object')} ${target.unchanged === 1 ? 'is' : 'are'} live as declared.\n${fingerprint}`;
  }
  const drift = counted([target.drifted ?? 0, 'drifted already']);
  const parts = [
    `${countsText(target.counts)}${drift === '' ? '' : ` (${drift})`}`,
    counted([target.unchanged, 'unchanged']),
    target.hooksLeft === 0 ? '' : hooksLeftText(target.hooksLeft),
  ].filter((part) => part !== '');
  return `${parts.length === 0 ? '' : `  Plan: ${parts.join('; ')}.\n`}${fingerprint}`;
}

/** The lines of a text, with all invisible characters in them escaped. */
export function lines(text: string): string[] {
  return text.split('\n').map(visible);
}

export function indent(texts: readonly string[], by: string): string {
  return texts.map((text) => `${by}${text}`).join('\n');
}
