const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)/;
const QUOTE = /^ {0,3}>/;
const CODE = /^(?: {0,3}\t| {4})/;

/** The block still open at the end of a line: a fence, by its marks, or an HTML comment. */
type Open = string | undefined;
const COMMENT = '<!--';

/** The lines of a comment in its author's own words: nothing quoted, fenced, indented as code or hidden. */
export function spokenLines(lines: readonly string[]): readonly string[] {
  const spoken: string[] = [];
  let open: Open;
  for (const line of lines) {
    const before: Open = open;
    open = openAfter(line, before);
    const isOrdinary = before === undefined && open === undefined;
    if (isOrdinary && !QUOTE.test(line) && !CODE.test(line)) spoken.push(line);
  }
  return spoken;
}

function openAfter(line: string, open: Open): Open {
  if (open === COMMENT) return line.includes('-->') ? undefined : COMMENT;
  if (open !== undefined) return closes(line, open) ? undefined : open;
  if (line.trimStart().startsWith(COMMENT) && !line.includes('-->')) return COMMENT;
  const [, marks, rest = ''] = FENCE.exec(line) ?? [];
  // With more backticks behind the opening ones it is code within a line, no fence.
  return marks?.startsWith('`') === true && rest.includes('`') ? undefined : marks;
}

/** A closing fence has at least as many of the same marks, and nothing behind them. */
function closes(line: string, fence: string): boolean {
  const text = line.trim();
  return text.startsWith(fence) && text === fence.charAt(0).repeat(text.length);
}
