import { visible } from '../../core/visible.ts';
import type { DiffLine } from '../diff/diff-line.ts';
import type { Report, TargetReport } from '../model/model.ts';
import type { ReportObject } from '../model/report-objects.ts';
import { lengthInFence } from '../words/limits.ts';
import { details } from './object-markdown.ts';
import { targetMarkdown } from './target-markdown.ts';

/** Room for what stands around a part: its fold, and the note that it is continued. */
const AROUND = 200;

/**
 * The whole report, in as many pages as it takes: cut between objects, and within an object that is longer than a page,
 * between its lines.
 * @param limit of a page, in characters
 */
export function wholePages(report: Report, limit: number): string[] {
  const pages: string[] = [];
  for (const block of report.targets.flatMap((target) => blocksOf(target, limit))) {
    const last = pages.at(-1);
    if (last === undefined || last.length + 2 + block.length > limit) pages.push(block);
    else pages[pages.length - 1] = `${last}\n\n${block}`;
  }
  return pages;
}

function blocksOf(target: TargetReport, limit: number): string[] {
  const bare = target.status === 'failed' ? target : { ...target, sections: [] };
  const sections = target.status === 'failed' ? [] : target.sections;
  const blocks = sections.flatMap(({ name, objects }) => [
    `**${name}**`,
    ...objects.flatMap((object) => partsOf(object, limit).map((part) => details(part))),
  ]);
  return [targetMarkdown(bare, new Set()).join('\n').trim(), ...blocks];
}

/** An object, in parts whose diffs each fit into a page. */
function partsOf(object: ReportObject, limit: number): ReportObject[] {
  const room = limit - details({ ...object, lines: [{ sign: ' ', text: '' }] }).length - AROUND;
  const parts: DiffLine[][] = [[]];
  let length = 0;
  for (const line of object.lines.flatMap((each) => piecesOf(each, room))) {
    length += lengthInFence(line.text);
    if (length > room) {
      parts.push([]);
      length = lengthInFence(line.text);
    }
    parts.at(-1)?.push(line);
  }
  return parts.map((lines, index) => ({
    ...object,
    lines,
    title: index === 0 ? object.title : `${object.title}, continued`,
  }));
}

function piecesOf(line: DiffLine, room: number): DiffLine[] {
  const text = visible(line.text);
  const size = Math.max(1, Math.floor(room / 3) - 1);
  const pieces = Math.max(1, Math.ceil(text.length / size));
  return Array.from({ length: pieces }, (_none, index) => ({
    ...line,
    text: text.slice(index * size, (index + 1) * size),
  }));
}
