import { sourceError } from './source-error.ts';

const MAX_CHARACTERS = 10_000_000;

/**
 * Patterns that no text may match, each with its message. Go's reader takes such characters for line ends, or refuses
 * them.
 */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\uFFFD/u, 'the file is not UTF-8. Save it as UTF-8.'],
  [/\r(?!\n)/, 'a carriage return without a line feed. Use one kind of line end.'],
  [
    /[^\P{Cc}\t\n\r\u0085]|[\p{Cs}\uFEFF\uFFFE\uFFFF]/u,
    'a control character. Remove it, or write it as an escape in double quotes.',
  ],
];
const LINE_SEPARATORS = /[\u0085\u2028\u2029]/;

/**
 * The text without a byte order mark and with plain line ends.
 * @throws OpsError `invalid-source` for a text that kubectl would refuse, or split into other lines than we do.
 */
export function checkText(file: string, text: string): string {
  if (text.length > MAX_CHARACTERS)
    throw sourceError(file, `larger than ${MAX_CHARACTERS / 1e6} MB. Split the file.`);
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  for (const [pattern, message] of FORBIDDEN) refuse(file, content, pattern, message);
  const isJson = content.trimStart().startsWith('{');
  if (!isJson)
    refuse(
      file,
      content,
      LINE_SEPARATORS,
      'a Unicode line separator. Write it as an escape in double quotes.',
    );
  return content.includes('\r') ? content.replaceAll('\r\n', '\n') : content;
}

function refuse(file: string, text: string, pattern: RegExp, message: string): void {
  const index = text.search(pattern);
  if (index < 0) return;
  const line = text.slice(0, index).split('\n').length;
  throw sourceError(`${file}:${line}`, message);
}
