import type { Mark } from '../../core/change/change.ts';
import { cutText } from '../../core/cut-text.ts';
import type { DiffLine } from '../diff/diff-line.ts';
import type { ReportObject } from '../model/report-objects.ts';
import { fence, htmlCode } from '../words/escape.ts';
import { plural } from '../words/words.ts';

/** An object with its diff, folded; `open`: to be seen at once. */
export function details(object: ReportObject, open = false): string {
  if (object.lines.length === 0) return short(object);
  return folded(title(object), [...longMarks(object), diffFence(object.lines)].join('\n\n'), open);
}

/** The same without the diff: only how long it is. */
export function short(object: ReportObject): string {
  const size = object.lines.length === 0 ? '' : `: ${sizeOf(object.lines)}`;
  return `<p>${title(object)}${size}</p>`;
}

function sizeOf(lines: readonly DiffLine[]): string {
  const count = (of: DiffLine['sign']) => lines.filter(({ sign }) => sign === of).length;
  const [added, removed] = [count('+'), count('-')];
  return [
    ...(added > 0 ? [`${plural(added, 'line')} added`] : []),
    ...(removed > 0 ? [`${plural(removed, 'line')} removed`] : []),
  ].join(', ');
}

/** @param summary HTML, of which all content is escaped */
export function folded(summary: string, body: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export function diffFence(lines: readonly DiffLine[]): string {
  return fence(
    lines.map(({ sign, text }) => (sign === '@' ? `@@ ${text} @@` : `${sign} ${text}`)),
    'diff',
  );
}

/** Longer than any name that a cluster takes. */
const TITLE_LIMIT = 1000;
/** A longer mark is cut in the title, where it comes last, and shown below the title. */
const MARK_LIMIT = 120;
const LONG_LIMIT = 4000;

const ICONS: Readonly<Record<Mark['level'], string>> = { danger: '⚠️', warning: '🔁', note: 'ℹ️' };

function title({ action, title: text, marks, where, lines }: ReportObject): string {
  const code = htmlCode(cutText(text, TITLE_LIMIT));
  const name = action === 'delete' || action === 'replace' ? `<b>${code}</b>` : code;
  // Where nothing can be unfolded, the title is all there is.
  const limit = lines.length === 0 ? TITLE_LIMIT : MARK_LIMIT;
  return `${name}${whereHtml(where)}${marksHtml(marks, limit)}`;
}

/** Marks behind a title, so that they are not overlooked. */
export function marksHtml(marks: readonly Mark[], limit = MARK_LIMIT): string {
  return marks
    .toSorted((a, b) => Number(a.text.length > limit) - Number(b.text.length > limit))
    .map(({ level, text }) => ` ${ICONS[level]} ${htmlCode(cutText(text, limit))}`)
    .join('');
}

function longMarks({ marks }: ReportObject): string[] {
  const long = marks.filter(({ text }) => text.length > MARK_LIMIT);
  return long.map(({ level, text }) => `<p>${ICONS[level]} ${htmlCode(cutText(text, LONG_LIMIT))}</p>`);
}

const MOST_PLACES = 3;
const PLACE_LIMIT = 60;

/** Which fields change, behind a title, so that a diff need not be unfolded to know. */
export function whereHtml(where: readonly string[]): string {
  if (where.length === 0) return '';
  const shown = where.slice(0, MOST_PLACES).map((place) => htmlCode(endOf(place)));
  const more = where.length > MOST_PLACES ? ` and ${where.length - MOST_PLACES} more` : '';
  return `: ${shown.join(', ')}${more}`;
}

/** Of a path its end says most. */
function endOf(place: string): string {
  return place.length <= PLACE_LIMIT ? place : `…${place.slice(1 - PLACE_LIMIT)}`.toWellFormed();
}
