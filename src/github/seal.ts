import { createHash } from 'node:crypto';

/** What a comment of our App is to a marker (`<!-- name -->`, its first words): the one as we wrote it, or edited since. */
export type Kept = 'ours' | 'edited' | 'other';

/** The same comment with what tells, above and below, that nobody has edited it since. */
export function sealed(marker: string, body: string): string {
  const seal = `<!-- ${nameOf(marker)} ${sumOf(body)} -->`;
  return `${body.trimEnd().replace(marker, () => `${marker} ${seal}`)}\n\n${seal}`;
}

export function keptAs(marker: string, text: string): Kept {
  const [first, second, ...more] = [...text.matchAll(sealsOf(marker))].map(([, sum]) => sum);
  // Of a version that sealed nothing.
  if (first === undefined && text.startsWith(marker)) return 'ours';
  if (first === undefined) return text.includes(marker) ? 'edited' : 'other';
  const isWhole = first === second && more.length === 0 && text.startsWith(marker);
  return isWhole && sumOf(text.replaceAll(sealsOf(marker), '')) === first ? 'ours' : 'edited';
}

/** What it says, without what it is known by. */
export function unsealed(marker: string, text: string): string {
  return text.replaceAll(sealsOf(marker), '').replaceAll(marker, '').trim();
}

function sealsOf(marker: string): RegExp {
  return new RegExp(`<!-- ${RegExp.escape(nameOf(marker))} ([0-9a-f]{16}) -->`, 'g');
}

function nameOf(marker: string): string {
  return marker.replace(/^<!-- /, '').replace(/ -->$/, '');
}

/** GitHub's pages write other line ends. */
function sumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll(/\s+/g, ' ').trim()).digest('hex').slice(0, 16);
}
