import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { findPosition } from './position.ts';
import { explainIssue } from './explain.ts';
import { type Config, normalizeConfig } from './normalize.ts';
import type { Problem } from './problem.ts';
import { RULES } from './rules.ts';
import { CONFIG_SCHEMA } from './schema.ts';

export type Parsed =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] };

/** Reads a configuration. Every problem is told, by its place in the file, and no value is repeated. */
export function parseConfig(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  if (!Array.isArray(documents)) return invalid([at(0, 'it is empty. Start with "version: 1".')]);
  const [document, second] = documents;
  if (document === undefined) return invalid([at(0, 'it is empty. Start with "version: 1".')]);
  const broken = document.errors.map((error) =>
    at(error.pos[0], `no valid YAML (${error.code.toLowerCase()})`),
  );
  if (broken.length > 0) return invalid(broken);
  if (second !== undefined) return invalid([at(second.range[0], 'it holds several documents. Keep one.')]);
  return check(document, at);
}

function check(document: Document.Parsed, at: (offset: number, message: string) => Problem): Parsed {
  const value = valueOf(document);
  if (value === undefined) return invalid([at(0, 'its aliases expand too far. Write it out.')]);
  const result = CONFIG_SCHEMA.safeParse(value);
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) => explainIssue(issue, value));
    return invalid(found.map(({ path, key, message }) => at(findPosition(document, path, key), message)));
  }
  const breaks = RULES.flatMap((rule) => rule.check(result.data));
  if (breaks.length === 0) return { status: 'ok', config: normalizeConfig(result.data) };
  return invalid(breaks.map(({ path, message }) => at(findPosition(document, path), `${message}.`)));
}

function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function invalid(problems: Problem[]): Parsed {
  return { status: 'invalid', problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}
