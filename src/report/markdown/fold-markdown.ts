import { cutText } from '../../core/cut-text.ts';
import type { ReportObject } from '../model/report-objects.ts';
import { codeCell, fence, htmlCode } from '../words/escape.ts';
import { firstLines } from '../words/limits.ts';
import { details, diffFence, folded, marksHtml, whereHtml } from './object-markdown.ts';

/** Objects that are shown together. */
export interface Fold {
  readonly objects: readonly ReportObject[];
  /** One diff shows all of them; else each has a fold of its own inside. */
  readonly alike: boolean;
}

/** More new objects than this are grouped by kind and namespace. */
const MANY_CREATED = 30;
/** From this many on, objects of a kind in which the same fields change share one diff. */
const MANY_ALIKE = 5;
/** A diff that is longer has a fold of its own. */
const SHORT_DIFF = 12;

/** Objects that are shown one by one, and those shown together. A dangerous change is always shown by itself. */
export function foldsOf(objects: readonly ReportObject[]): {
  readonly single: readonly ReportObject[];
  readonly created: readonly Fold[];
  readonly alike: readonly Fold[];
} {
  const calm = objects.filter(({ marks }) => marks.every(({ level }) => level !== 'danger'));
  const fresh = calm.filter(({ action, marks }) => action === 'create' && marks.every(isNote));
  const created = fresh.length > MANY_CREATED ? group(fresh, placeOf, false) : [];
  const short = calm.filter(({ action, lines }) => action === 'update' && lines.length <= SHORT_DIFF);
  const alike = group(short, shapeOf, true).filter((fold) => fold.objects.length >= MANY_ALIKE);
  const together = new Set([...created, ...alike].flatMap((fold) => fold.objects));
  return { single: objects.filter((object) => !together.has(object)), created, alike };
}

function isNote({ level }: ReportObject['marks'][number]): boolean {
  return level === 'note';
}

function group(
  objects: readonly ReportObject[],
  keyOf: (object: ReportObject) => string,
  alike: boolean,
): Fold[] {
  return [...Map.groupBy(objects, keyOf).values()].map((all) => ({ objects: all, alike }));
}

function placeOf({ kind, scope }: ReportObject): string {
  return JSON.stringify([kind, scope]);
}

function shapeOf(object: ReportObject): string {
  return JSON.stringify([placeOf(object), object.marks, object.where]);
}

export function foldMarkdown({ objects, alike }: Fold, leftOut: ReadonlySet<ReportObject>): string {
  const [first] = objects;
  if (first === undefined) return '';
  const { action, kind, scope } = first;
  const place = scope === '' ? '' : ` in ${htmlCode(cutText(scope, NAME_LIMIT))}`;
  const more = alike ? `${whereHtml(first.where)}${marksHtml(first.marks)}` : '';
  const shown = objects.filter((object) => !leftOut.has(object));
  const names = objects.filter((object) => leftOut.has(object)).map(({ title }) => title);
  const body = [
    ...(alike ? together(shown) : shown.map((object) => details(object))),
    ...namesMarkdown(names),
  ];
  return folded(
    `${action} ${objects.length} ${htmlCode(cutText(kind, NAME_LIMIT))}${place}${more}`,
    body.join('\n\n'),
  );
}

/** Characters of a kind or a namespace: more than a cluster takes. */
const NAME_LIMIT = 300;

function cell(name: string): string {
  return codeCell(cutText(name, NAME_LIMIT));
}

/** One diff of all, each under its name. */
function together(objects: readonly ReportObject[]): string[] {
  if (objects.length === 0) return [];
  const lines = objects.flatMap(({ name, lines: all }) => [
    ...(all[0]?.sign === '@' ? [] : [{ sign: '@' as const, text: name }]),
    ...all.map((line) => (line.sign === '@' ? { ...line, text: `${name}: ${line.text}` } : line)),
  ]);
  return [diffFence(lines)];
}

/** Characters of the names in one fold. */
const NAMES_LIMIT = 4000;

/** Names, one on a line. */
export function namesMarkdown(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [fence(firstLines(names, 'the whole diff names all of them', NAMES_LIMIT), 'text')];
}

const MOST_ROWS = 40;

/** How many of each kind are created, and where. */
export function createdTable(folds: readonly Fold[]): string[] {
  if (folds.length === 0) return [];
  const kinds = [
    ...Map.groupBy(
      folds.flatMap(({ objects }) => objects),
      ({ kind }) => kind,
    ),
  ];
  const rows = kinds.map(([kind, all]) => `| ${cell(kind)} | ${all.length} | ${namespacesOf(all)} |`);
  const more = rows.length > MOST_ROWS ? [`| … | | ${rows.length - MOST_ROWS} more kinds |`] : [];
  return [
    ['| created | objects | namespaces |', '|---|--:|---|', ...rows.slice(0, MOST_ROWS), ...more].join('\n'),
  ];
}

const MOST_NAMES = 4;

function namespacesOf(objects: readonly ReportObject[]): string {
  const all = [...new Set(objects.map(({ scope }) => scope))].filter((name) => name !== '');
  const more = all.length > MOST_NAMES + 1 ? [`${all.length - MOST_NAMES} more`] : [];
  const shown = more.length > 0 ? all.slice(0, MOST_NAMES) : all;
  return [...shown.map(cell), ...more].join(', ');
}
