import { type CST, type Document, type LineCounter, Composer, Lexer, Parser } from 'yaml';
import { describeProblem } from './yaml-problems.ts';

/** Throws the problem found at an offset of the text. */
export type Fail = (offset: number, problem: string) => never;

export interface Parsing {
  readonly lines: LineCounter;
  readonly fail: Fail;
  /** Takes the lexemes one by one, and returns the problem of the last one, if there is one. */
  readonly problemOf?: ((lexeme: string) => string | undefined) | undefined;
}

const MAX_NESTING = 200;
const MAX_TOKENS = 500_000;

/** The document of a text, its scalars still text. Its `contents` are null where there are only blanks and comments. */
export function parseYaml(text: string, parsing: Parsing): Document.Parsed | undefined {
  const { fail } = parsing;
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  const [document, second] = composer.compose(parseTokens(text, parsing), true, text.length);
  const error = document?.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (error) fail(error.pos[0], describeProblem(error.code));
  if (second) fail(second.range[0], describeProblem('MULTIPLE_DOCS'));
  return document;
}

/** As `Parser.parse`, with limits that stop a YAML bomb before it is built. */
function* parseTokens(text: string, { lines, fail, problemOf }: Parsing): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) fail(parser.offset, 'the document has too many values. Split it.');
    if (parser.stack.length > MAX_NESTING) fail(parser.offset, describeProblem('RESOURCE_EXHAUSTION'));
    const problem = problemOf?.(lexeme);
    if (problem !== undefined) fail(parser.offset, problem);
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}
