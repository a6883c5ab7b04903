import { sourceError } from './source-error.ts';

/** The text between two `---` lines. */
export interface Chunk {
  readonly text: string;
  /** Line of the file, from 1, on which the text starts. */
  readonly line: number;
}

const MAX_DOCUMENTS = 10_000;

/**
 * Splits a file at its `---` lines before any YAML is read, as kubectl does: an anchor, a directive or a broken
 * document ends at such a line.
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
  for (const chunk of chunks) refuseDirective(file, chunk);
  return chunks.flatMap(splitStream);
}

function checkSeparator(place: string, rest: string): void {
  if (!/^[ \t]*(#.*)?$/.test(rest))
    throw sourceError(place, 'something follows "---", which kubectl refuses too. Put it on the next line.');
}

/** Splits a chunk of several JSON maps into one document for each, as kubectl reads it. */
function splitStream({ text, line }: Chunk): Chunk[] {
  const values = /^\s*\{/.test(text) && /\}\s*\{/.test(text) ? valuesOf(text) : [];
  if (values.length < 2) return [{ text, line }];
  return values.map(([start, end]) => ({
    text: text.slice(start, end),
    line: line + countLines(text.slice(0, start)),
  }));
}

/** The start and end of each JSON map; empty where the text holds anything else. */
function valuesOf(text: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  let [depth, start, end] = [0, 0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]|[^\s{}[\]"]+|"/g)) {
    if (depth === 0 && token !== '{') return [];
    if (depth === 0) start = index;
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    end = index + token.length;
    if (depth === 0) found.push([start, end]);
  }
  return depth === 0 && found.every(([from, to]) => isJson(text.slice(from, to))) ? found : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function refuseDirective(file: string, { text, line }: Chunk): void {
  const lines = text.split('\n', MOST_COMMENTS);
  const at = lines.findIndex((each) => !/^\s*(#.*)?$/.test(each));
  if (at < 0 || !/^%(YAML|TAG)\b/.test(lines[at] ?? '')) return;
  throw sourceError(
    `${file}:${line + at}`,
    'a directive (%YAML, %TAG), which kubectl does not take either. Remove the line.',
  );
}

/** Lines that may stand before a directive. */
const MOST_COMMENTS = 100;

/** Line ends of a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
