import { sourceError } from './source-error.ts';

/** The text between two `---` lines. */
export interface Chunk {
  readonly text: string;
  /** Line of the file, from 1, on which the text starts. */
  readonly line: number;
}

const MAX_DOCUMENTS = 10_000;

/**
 * Splits a file at its `---` lines as kubectl does, before any YAML is read: so an anchor, a directive or
 * a broken document ends at the line.
 * @throws OpsError `invalid-source`.
 */
export function splitDocuments(file: string, text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let [start, line] = [0, 1];
  for (const match of text.matchAll(/^---(.*)$/gm)) {
    const chunk = { text: text.slice(start, match.index), line };
    chunks.push(chunk);
    line += countLines(chunk.text);
    checkSeparator(`${file}:${line}`, match[1] ?? '');
    if (chunks.length >= MAX_DOCUMENTS)
      throw sourceError(`${file}:${line}`, `more than ${MAX_DOCUMENTS} documents. Split the file.`);
    start = match.index + match[0].length;
  }
  chunks.push({ text: text.slice(start), line });
  return chunks;
}

function checkSeparator(place: string, rest: string): void {
  if (!/^[ \t]*(#.*)?$/.test(rest))
    throw sourceError(place, 'something follows "---", which kubectl refuses too. Put it on the next line.');
}

/** Line ends of a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
