import type { ReportObject } from '../model/report-objects.ts';
import type { Section, SharedChange } from '../model/sections.ts';
import { createdTable, foldMarkdown, foldsOf, namesMarkdown } from './fold-markdown.ts';
import { details, diffFence, folded, short } from './object-markdown.ts';

/** Lines of a diff that is seen at a glance. */
const SMALL = 12;

/** A section, with dangerous changes first. */
export function sectionMarkdown(section: Section, leftOut: ReadonlySet<ReportObject>): string[] {
  const { name, note, shared, objects } = section;
  const { single, created, alike } = foldsOf(objects);
  // One small change is all there is to see: nobody has to unfold it.
  const open = objects.length === 1 && objects.every(({ lines }) => lines.length <= SMALL);
  const blocks = [
    ...(note === undefined ? [] : [note]),
    ...single
      .toSorted(loudestFirst)
      .map((object) => (leftOut.has(object) ? short(object) : details(object, open))),
    ...alike.map((fold) => foldMarkdown(fold, leftOut)),
    ...shared.map(sharedMarkdown),
    ...createdTable(created),
    ...created.map((fold) => foldMarkdown(fold, leftOut)),
  ];
  return ['', `**${name}**`, ...blocks.flatMap((block) => ['', block])];
}

function loudestFirst(a: ReportObject, b: ReportObject): number {
  return loudness(a) - loudness(b);
}

function loudness({ marks }: ReportObject): number {
  return marks.some(({ level }) => level === 'danger') ? 0 : 1;
}

function sharedMarkdown({ lines, names, alone }: SharedChange): string {
  return [
    `The same in **${names.length} objects**. ${othersOf(names.length - alone, names.length)}`,
    diffFence(lines),
    folded(`${names.length} objects`, namesMarkdown(names).join('')),
  ].join('\n\n');
}

function othersOf(further: number, all: number): string {
  if (further === 0) return 'Nothing else of them changes.';
  if (further === all) return 'What else they change is shown above.';
  return `What else ${further} of them change is shown above; the others change in nothing else.`;
}
