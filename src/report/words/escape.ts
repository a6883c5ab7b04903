import { visible } from '../../core/visible.ts';

/** Content as Markdown that is shown as it is: a code span with more backticks than the content has in a row. */
export function codeSpan(text: string): string {
  const content = visible(text);
  const ticks = '`'.repeat(longestRun(content) + 1);
  const edge = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return content === '' ? '` `' : `${ticks}${edge}${content}${edge}${ticks}`;
}

/** The same in a table, where a pipe ends the cell even inside a code span: it is shown as its escape. */
export function codeCell(text: string): string {
  return codeSpan(text.replaceAll('|', String.raw`\u007c`));
}

/** Content inside HTML, where Markdown is not read: mentions and references in `<code>` are plain text. */
export function htmlCode(text: string): string {
  const escaped = visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<code>${escaped}</code>`;
}

/** Lines in a fence that is longer than any run of backticks in them (CommonMark 0.31, 4.5). */
export function fence(lines: readonly string[], language: string): string {
  const content = lines.map(visible);
  const ticks = '`'.repeat(Math.max(3, longestRun(content.join('\n')) + 1));
  return [`${ticks}${language}`, ...content, ticks].join('\n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

const MARKUP = /[\\`*_{}[\]<>()#+!|~$&]|:(?=\/\/)|(?<=www)\./gi;
/**
 * Characters that notify somebody, or tie our text to an issue or a commit. No backslash and no entity takes that away,
 * since GitHub looks for them in the shown text; a break inside does.
 */
const REFERENCE = /@|&#35;|(?<=\bGH)-/gi;
/** Seven digits or more are a commit to GitHub. */
const COMMIT = /\b[0-9a-f]{7,40}\b/gi;

/** A sentence of ours with words of others: shown as it is, and nothing in it is active. */
export function plainText(text: string): string {
  return visible(text.replaceAll('\n', ' '))
    .replaceAll(MARKUP, (character) => `&#${character.codePointAt(0)};`)
    .replaceAll(REFERENCE, (character) => `${character}<!-- -->`)
    .replaceAll(COMMIT, (commit) => commit.replaceAll(/.{6}(?=.)/g, '$&<!-- -->'));
}
