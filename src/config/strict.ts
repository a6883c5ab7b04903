import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { explainIssue } from './explain.ts';
import { findPosition } from './position.ts';
import type { Problem } from './problem.ts';
import type { Rule } from './rule.ts';

/** The format of a file. */
export interface Format<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** Checked only after the schema accepts the file. */
  readonly rules: readonly Rule<z.infer<Schema>>[];
}

export type Checked<Value> =
  | { readonly status: 'ok'; readonly value: Value }
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] };

type At = (offset: number, message: string) => Problem;

/** Reads a YAML file of a format. Every problem is reported with its place in the file; no value is repeated. */
export function parseStrict<Schema extends z.ZodType>(
  text: string,
  file: string,
  format: Format<Schema>,
): Checked<z.infer<Schema>> {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at: At = (offset, message) => {
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
  return check(document, at, format);
}

function check<Schema extends z.ZodType>(
  document: Document.Parsed,
  at: At,
  { schema, rules }: Format<Schema>,
): Checked<z.infer<Schema>> {
  const value = valueOf(document);
  if (value === undefined) return invalid([at(0, 'its aliases expand too far. Write it out.')]);
  const result = schema.safeParse(value);
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) => explainIssue(issue, value, schema));
    return invalid(found.map(({ path, key, message }) => at(findPosition(document, path, key), message)));
  }
  const breaks = rules.flatMap((rule) => rule.check(result.data));
  if (breaks.length === 0) return { status: 'ok', value: result.data };
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

function invalid(problems: Problem[]): { status: 'invalid'; problems: Problem[] } {
  return { status: 'invalid', problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}
