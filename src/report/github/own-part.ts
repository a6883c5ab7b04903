import { createHash } from 'node:crypto';

/** Our part of a text that others may write in: between HTML comments with the hash of the part. */
const PART = /<!-- plumbline:part ([0-9a-f]{16}) -->\n([\s\S]*?)\n<!-- \/plumbline:part \1 -->/g;

/** A part of ours, between the HTML comments by which it is found again. */
export function ownPart(content: string): string {
  const text = content.trim();
  const id = hashOf(text);
  return `<!-- plumbline:part ${id} -->\n${text}\n<!-- /plumbline:part ${id} -->`;
}

/** How long the rest of the text is, in characters. */
export function lengthOfOthers(text: string): number {
  return withOwnPart(text, '').length;
}

/**
 * Puts our part in the place of the old one, or at the end. The words of others stay. A part of ours that others
 * changed stays too: it is theirs from then on.
 */
export function withOwnPart(text: string, content: string): string {
  const lines = text.replaceAll('\r\n', '\n');
  const part = ownPart(content);
  let placed = false;
  const replaced = lines.replace(PART, (_whole: string, id: string, inside: string) => {
    if (hashOf(inside) !== id) return inside;
    if (placed) return '';
    placed = true;
    return part;
  });
  if (placed) return replaced;
  return replaced.trim() === '' ? part : `${replaced.trimEnd()}\n\n${part}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 16);
}
