import type { PlannedReport, TargetReport } from '../model/model.ts';
import type { ReportObject } from '../model/report-objects.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { firstLines } from '../words/limits.ts';
import { plural } from '../words/words.ts';
import { sectionMarkdown } from './section-markdown.ts';

/** The report of one target. @param leftOut the objects whose diff is not shown */
export function targetMarkdown(target: TargetReport, leftOut: ReadonlySet<ReportObject>): string[] {
  if (target.status === 'failed') {
    const head = `#### ❌ ${codeSpan(target.target)}: cannot tell`;
    return ['', head, '', messages([target.message]), ...notYet(target)];
  }
  return [
    '',
    `#### ${codeSpan(target.target)} in cluster ${codeSpan(target.destination)}`,
    ...order(target),
    ...unknown(target),
    ...warnings(target),
    ...target.sections.flatMap((section) => sectionMarkdown(section, leftOut)),
    ...paragraph([...unchanged(target), ...untold(target)]),
    ...notYet(target),
  ];
}

function paragraph(sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ['', sentences.join(' ')];
}

function unchanged({ unchanged: count }: PlannedReport): string[] {
  return count === 0 ? [] : [`${count} unchanged.`];
}

/**
 * The sentence about a plan with objects that cannot be told. The id to approve stands beside the gate's decision: it
 * is of all targets of the environment together.
 */
function untold({ verdict }: PlannedReport): string[] {
  return verdict === 'unknown' ? ['Nothing is applied before all of it can be told.'] : [];
}

/** A first deploy is noted here where no section says it. */
function notYet({ undeployed, ...target }: TargetReport): string[] {
  if (undeployed !== true) return [];
  const isClean = target.status === 'planned' && target.verdict === 'clean';
  if (target.status === 'planned' && target.verdict === 'different') return [];
  return ['', isClean ? LOOKED_AFTER : UNTOLD];
}

const LOOKED_AFTER =
  'Not deployed yet, and live is as declared already: from the merge on it is looked after.';
const UNTOLD =
  'Not deployed yet: no sync of this target is on record. The merge of this pull request begins the first one, once all of it can be told and the gate lets it pass.';

function order({ after }: PlannedReport): string[] {
  if (after.length === 0) return [];
  return [
    '',
    `Synced after ${after.map((target) => codeSpan(target)).join(', ')}, and only if that ends well.`,
  ];
}

function unknown({ unknown: all, unknowns }: PlannedReport): string[] {
  if (all.length === 0) return [];
  return ['', `**❌ Cannot tell for ${plural(unknowns, 'object')}:**`, '', messages(all)];
}

function warnings({ warnings: all }: PlannedReport): string[] {
  if (all.length === 0) return [];
  return ['', '**Warnings:**', '', messages(all)];
}

function messages(all: readonly string[]): string {
  const lines = all.flatMap((message) => message.split('\n'));
  return fence(firstLines(lines, '"plumb preview" prints all of it'), 'text');
}
