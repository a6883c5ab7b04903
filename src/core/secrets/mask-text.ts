import { type Find, type Range, inTurn } from './ranges.ts';
import { ONE_WORD_NAMES, SETTING_NAMES, isOpen } from './secret-names.ts';

/**
 * `"token":`, `password: `, `--api-key=`, without the beginning of the name. A colon needs a blank behind it, or quotes
 * before it: in `acme/token:v1` it begins a tag.
 */
const NAMED = new RegExp(
  `(?:${SETTING_NAMES})(?:\\\\?["'][ \\t]*:[ \\t]*|\\\\?["']?[ \\t]*(?::[ \\t]+|=>|:?=(?![=~]))[ \\t]*)`,
  'gi',
);
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g;

/**
 * Directives of Redis, OpenLDAP, keepalived, HAProxy, `.netrc`: a line's first word, and the value behind a blank.
 * `password` begins sentences as well, and counts only before a single word.
 */
const DIRECTIVE = new RegExp(
  [
    `^([ \\t]*(?:${ONE_WORD_NAMES}|auth_pass)[ \\t]+`,
    String.raw`|[ \t]*(?:[\w.-]+[-_.])?password[ \t]+(?=\S+[ \t\r]*$))`,
    String.raw`(["']?)(\S|\S.*?\S)\2(?=[ \t\r]*$)`,
  ].join(''),
  'gim',
);

/** The secrets amid a text: those that it names (`password: x`), and private keys. */
export const namedIn: Find = (text) => inTurn([privateKeysIn, directivesIn, settingsIn])(text);

function privateKeysIn(text: string): Range[] {
  if (!text.includes('PRIVATE KEY')) return [];
  return [...text.matchAll(PRIVATE_KEY)].map(({ index, 0: found }) => [index, index + found.length]);
}

function directivesIn(text: string): Range[] {
  if (!/(?:pass|auth|pw)/i.test(text)) return [];
  return [...text.matchAll(DIRECTIVE)].flatMap(({ index, 1: head = '', 2: quote = '', 3: value = '' }) => {
    const start = index + head.length + quote.length;
    return isOpen(value) || /^[:=]/.test(value) ? [] : [[start, start + value.length] as const];
  });
}

function settingsIn(text: string): Range[] {
  // Most texts (names, images, paths) name no secret.
  if (!/[:=]/.test(text)) return [];
  const ranges: Range[] = [];
  let done = 0;
  for (const { index, 0: name } of text.matchAll(NAMED)) {
    const value = index < done ? undefined : valueOf(text, index, name);
    if (value === undefined || isOpen(value.text)) continue;
    done = value.start + value.text.length;
    ranges.push([value.start, done]);
  }
  return ranges;
}

interface Value {
  readonly start: number;
  readonly text: string;
}

/** The search for the beginning of a name's line goes back this far, in characters. */
const LOOK_BACK = 120;
const LINE_START = /(?:^|\n)([ \t]*)(?:-[ \t]+|export[ \t]+|[#;][ \t]*|\/\/[ \t]*)?["']?[\w./-]*$/;
/** "Reset your password: click here": a name with words before it. */
const PROSE = /[\p{L}\p{N})\]'"’.!?][ \t]+[\w./-]*$/u;

function valueOf(text: string, index: number, name: string): Value | undefined {
  const before = text.slice(Math.max(0, index - LOOK_BACK), index);
  const from = index + name.length;
  const line = LINE_START.exec(before);
  if (line !== null) return valueOfLine(text, from, line[1] ?? '');
  return /\w:/.test(name) && PROSE.test(before) ? undefined : match(INLINE, text, from);
}

/** The value up to the end of its line: a password may hold any character, a passphrase blanks. */
function valueOfLine(text: string, from: number, indent: string): Value | undefined {
  const value = match(QUOTED_LINE, text, from) ?? match(REST_OF_LINE, text, from);
  return value !== undefined && BLOCK.test(value.text) ? blockBelow(text, value, indent) : value;
}

/** A quoted value keeps its quotes; a comma behind it, for the next line, is no part of it. */
const QUOTED_LINE = /"((?:[^"\\\r\n]|\\.)*)"(?=[ \t]*,?[ \t]*$)|'([^'\r\n]*)'(?=[ \t]*,?[ \t]*$)/my;
const REST_OF_LINE = /(.*\S)/y;
/** A value amid a line, up to the blank or mark that ends it. */
const INLINE =
  /\\"(.*?)\\"|"((?:[^"\\\r\n]|\\.)*)"|'([^'\r\n]*)'|((?:(?:bearer|basic)[ \t]+)?[^\s"'`,;&{}[\]()<>|][^\s"'`,;&}\])]*)/iy;
/** YAML: the value is the indented block below. */
const BLOCK = /^[|>][-+0-9]*(?:[ \t]+#.*)?$/;

function match(pattern: RegExp, text: string, from: number): Value | undefined {
  pattern.lastIndex = from;
  const [whole = '', ...groups] = pattern.exec(text) ?? [];
  const found = groups.find((group) => group !== undefined);
  return found === undefined ? undefined : { start: from + (whole.length - found.length) / 2, text: found };
}

function blockBelow(text: string, head: Value, indent: string): Value | undefined {
  const start = text.indexOf('\n', head.start) + 1;
  const block = new RegExp(`(?:${indent}[ \\t]+.*(?:\\n|$)|[ \\t\\r]*\\n)+`, 'y');
  block.lastIndex = start;
  const [found = ''] = start === 0 ? [] : (block.exec(text) ?? []);
  const content = found.trim();
  return content === '' ? undefined : { start: start + found.indexOf(content), text: content };
}
