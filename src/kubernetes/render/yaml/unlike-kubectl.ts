const SCALAR = '\u001F';

/**
 * Finds YAML that version 1.2 allows, and kubectl's reader (go-yaml, YAML 1.1) refuses or misreads. In brackets, the
 * reader takes `?` for the start of a key and `:x` for a missing value; and it knows no tab where indentation may
 * follow.
 * @returns a function that takes the lexemes of a document one by one, and names the problem of the last one
 */
export function unlikeKubectl(): (lexeme: string) => string | undefined {
  let last = '';
  let header = '';
  let brackets = 0;
  return (lexeme) => {
    const isScalar = last === SCALAR;
    const problem = isScalar ? ofScalar(lexeme, header, brackets > 0) : ofTab(lexeme, last);
    if (!isScalar) brackets += depthOf(lexeme);
    if (isScalar) header = '';
    else if (/^[|>]/.test(lexeme)) header = lexeme;
    last = isScalar ? '' : lexeme;
    return problem;
  };
}

function ofScalar(text: string, header: string, isInBrackets: boolean): string | undefined {
  if (header !== '') return !/\d/.test(header) && /^(?: *\n)* *\t/.test(text) ? TAB_FIRST : undefined;
  return isInBrackets && (text.startsWith(':') || text.includes('?')) ? IN_BRACKETS : undefined;
}

const TAB_FIRST =
  'a block of lines starts with a tab, which is no indentation. Say how far it is indented: `|2`.';
const IN_BRACKETS = 'a value inside brackets starts with ":" or holds "?". Put it in quotes.';

function ofTab(blanks: string, last: string): string | undefined {
  const isOdd = (last === '-' || last === '?') && /^[ \t]*\t/.test(blanks);
  return isOdd ? `a tab follows "${last}". Use spaces.` : undefined;
}

function depthOf(lexeme: string): number {
  if (lexeme === '[' || lexeme === '{') return 1;
  return lexeme === ']' || lexeme === '}' ? -1 : 0;
}
