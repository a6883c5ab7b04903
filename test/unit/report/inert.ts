import fc from 'fast-check';
import { type Token, marked } from 'marked';
import { expect } from 'vitest';

function tokensOf(body: string): Token[] {
  const all: Token[] = [];
  void marked.walkTokens(marked.lexer(body, { gfm: true }), (token) => void all.push(token));
  return all;
}

const OURS =
  /^(<!-- plumbline:(preview|deployment|answers) -->|<!-- -->|<\/?(details|summary|p|b|code)>|<details open>|[^<])*$/;
const ACTIVE = ['link', 'image', 'checkbox', 'blockquote', 'escape', 'em', 'del', 'def', 'br'];

/** What is neither code nor markup: in this, as it is shown, GitHub looks for people, issues and commits. */
function shownText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'html') return `\0${token.raw.replaceAll(/<code>[^<]*<\/code>|<[^>]*>/g, '\0')}\0`;
      if (token.type === 'text') return 'tokens' in token ? '\0' : token.raw;
      return '\0';
    })
    .join('')
    .replaceAll(/&#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code)));
}

const REFERENCE = /@[\w-]|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b/i;

/** Nothing in it does anything but what we mean it to. */
export function expectInert(body: string): void {
  const tokens = tokensOf(body);
  const ofType = (...types: string[]) => tokens.filter(({ type }) => types.includes(type));
  expect(ofType(...ACTIVE).map(({ raw }) => raw)).toEqual([]);
  for (const { raw } of ofType('heading')) expect(raw).toMatch(/^#{3,4} /);
  for (const { raw } of ofType('html')) expect(raw).toMatch(OURS);
  const shown = shownText(tokens);
  expect(shown).not.toMatch(REFERENCE);
  expect(body).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u);
  const html = ofType('html')
    .map(({ raw }) => raw)
    .join('\n');
  expect(html.match(/<details/g)?.length).toBe(html.match(/<\/details>/g)?.length);
  expect(html.match(/<!-- plumbline:/g)?.length ?? 0).toBeLessThanOrEqual(1);
  for (const { raw } of ofType('code')) expect(raw).toMatch(/^(`{3,})[a-z]*\n[^]*\n\1\n*$/);
}

const PIECES = [
  ['`', '```', '````', '~~~', '\n', '\n\n', '\r', '\t', '    ', '|', '\\', '*', '_', '~~', '$x$'],
  ['</details>', '<details>', '</summary>', '</code>', '<b>', '<img src=x>', '<!--', '-->', '<?', ']]>'],
  [
    '<!-- plumbline:preview -->',
    '<!-- plumbline:deployment -->',
    '<!-- plumbline:answers -->',
    '<a href="//x">',
  ],
  ['@acme/x', '@ana', 'a@b.example', '&#64;ana', '&commat;ana', '@\u200bana'],
  ['#12', '&#35;12', 'acme/shop#1', 'GH-1', 'gh-1', 'fixes #1', 'closes acme/x#2', 'acme/shop@', '0123abc'],
  ['DEADBEEF', '0'.repeat(40), 'https://x.example', 'HTTP://x.example', 'www.x.example', 'WWW.X.EXAMPLE'],
  ['mailto:', '[a](//x)', '[a]', '[a]: //x', '[^1]', '![i](//x)', '- [ ] t', '- [x] t', '1. a', '# h'],
  ['> q', '---', '===', '|---|', '\u202e', '\u001b[1m', '\u200b', '\u0000', '\u2028', '\ud800', '\u3164'],
].flat();

/** Text that tries to be more than text. */
export const hostileText = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

/** The same, and sometimes much of it. */
export const longText = fc
  .tuple(hostileText, fc.constantFrom(1, 1, 1, 20_000))
  .map(([text, times]) => text.repeat(times).slice(0, 90_000));
