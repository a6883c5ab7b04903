import { createHash } from 'node:crypto';

/** A comment of the App against a marker (`<!-- name -->`, its first words): unedited, edited since, or another one. */
export type Kept = 'ours' | 'edited' | 'other';

/** The comment with a seal above and below: a checksum that any later edit breaks. */
export function sealed(marker: string, body: string): string {
  const seal = `<!-- ${nameOf(marker)} ${sumOf(body)} -->`;
  return `${body.trimEnd().replace(marker, () => `${marker} ${seal}`)}\n\n${seal}`;
}

export function keptAs(marker: string, text: string): Kept {
  const [first, second, ...more] = [...text.matchAll(sealsOf(marker))].map(([, sum]) => sum);
  // Written by a version without seals.
  if (first === undefined && text.startsWith(marker)) return 'ours';
  if (first === undefined) return text.includes(marker) ? 'edited' : 'other';
  const isWhole = first === second && more.length === 0 && text.startsWith(marker);
  return isWhole && sumOf(text.replaceAll(sealsOf(marker), '')) === first ? 'ours' : 'edited';
}

/** The comment's text, without seals and marker. */
export function unsealed(marker: string, text: string): string {
  return text.replaceAll(sealsOf(marker), '').replaceAll(marker, '').trim();
}

function sealsOf(marker: string): RegExp {
  return new RegExp(`<!-- ${RegExp.escape(nameOf(marker))} ([0-9a-f]{16}) -->`, 'g');
}

function nameOf(marker: string): string {
  return marker.replace(/^<!-- /, '').replace(/ -->$/, '');
}

/** A checksum that ignores differences in white space: GitHub's pages write other line ends. */
function sumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll(/\s+/g, ' ').trim()).digest('hex').slice(0, 16);
}
