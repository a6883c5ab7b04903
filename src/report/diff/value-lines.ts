import type { Json } from '../../core/json/json.ts';
import type { DiffLine, Detail } from './diff-line.ts';
import { type Node, isKey } from './field-tree.ts';
import { changedLines, compareLines } from './line-diff.ts';
import { commentOf, nodeName } from './node-words.ts';
import { shortPair, shortValue } from './short-values.ts';
import { entryLines, itemLines } from './yaml-lines.ts';

const CONTEXT = 3;
/** A list that is one value to the server is shown with all its entries, if it is no longer than this. */
const SHORT_LIST = 16;

/** A value that changes, comes or goes, as YAML. @param parent the nearest key above it */
export function leafLines(
  node: Node,
  { before, after }: NonNullable<Node['leaf']>,
  parent: string,
  detail: Detail,
): DiffLine[] {
  const print = (value: Json) => (isKey(node) ? entryLines(node.step.key, value) : itemLines(value, parent));
  if (before === undefined || after === undefined) return oneSided(node, print, detail);
  if (isText(before) && isText(after)) return textLines(node, before, after, detail);
  if (Array.isArray(before) && Array.isArray(after)) return listLines(node, before, after, print);
  const [old, fresh] = detail === 'short' ? shortPair(before, after) : [before, after];
  return [...signed('-', print(old), node.written), ...signed('+', print(fresh), node.note)];
}

function oneSided(node: Node, print: (value: Json) => string[], detail: Detail): DiffLine[] {
  const { before, after } = node.leaf ?? {};
  const shown = (value: Json) => print(detail === 'short' ? shortValue(value) : value);
  if (before !== undefined) return signed('-', shown(before), node.note ?? node.written);
  return after === undefined ? [] : signed('+', shown(after), node.note);
}

function signed(sign: '+' | '-', texts: readonly string[], note?: string): DiffLine[] {
  return texts.map((text, at) => ({ sign, text: at === 0 ? `${text}${commentOf(note)}` : text }));
}

function isText(value: Json): value is string {
  return typeof value === 'string' && value.includes('\n');
}

/** A text of several lines: its changed lines, with some around them. */
function textLines(node: Node, before: string, after: string, detail: Detail): DiffLine[] {
  const key = isKey(node) ? node.step.key : nodeName(node);
  const heads = [before, after].map((text) => `${key}: ${blockOf(text)}`);
  const notes = commentOf(node.written, node.note);
  const head: DiffLine[] =
    heads[0] === heads[1]
      ? [context(`${heads[0]}${notes}`)]
      : [
          { sign: '-', text: `${heads[0]}` },
          { sign: '+', text: `${heads[1]}${notes}` },
        ];
  const inner = compared(linesOf(before), linesOf(after), CONTEXT);
  return [
    ...head,
    ...(detail === 'short' ? shortLines(inner) : inner).map((line) => ({ ...line, text: `  ${line.text}` })),
  ];
}

/** YAML's header of a block, by the line ends at the end of the text. */
function blockOf(text: string): string {
  if (!text.endsWith('\n')) return '|-';
  return text.endsWith('\n\n') ? '|+' : '|';
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** A list that is one value: with all its entries if it is short. */
function listLines(node: Node, before: Json[], after: Json[], print: (value: Json) => string[]): DiffLine[] {
  const [head = '', ...old] = print(before);
  const [, ...fresh] = print(after);
  if (before.length === 0 || after.length === 0)
    return [...signed('-', print(before), node.written), ...signed('+', print(after), node.note)];
  const short = Math.max(old.length, fresh.length) <= SHORT_LIST;
  const inner = compared(old, fresh, short ? SHORT_LIST : CONTEXT);
  return [context(`${head}${commentOf(node.written, node.note)}`), ...inner];
}

function context(text: string): DiffLine {
  return { sign: ' ', text };
}

function compared(old: readonly string[], fresh: readonly string[], around: number): DiffLine[] {
  return changedLines(compareLines(old, fresh), around).map(({ sign, text }) => ({
    sign: sign === '…' ? ' ' : sign,
    text,
  }));
}

/** Cuts long lines; where one replaces another, around the difference. */
function shortLines(lines: readonly DiffLine[]): DiffLine[] {
  return lines.map((line, at) => {
    const [last, next] = [lines[at - 1], lines[at + 1]];
    if (line.sign === '-' && next?.sign === '+')
      return { ...line, text: text(shortPair(line.text, next.text)[0]) };
    if (line.sign === '+' && last?.sign === '-')
      return { ...line, text: text(shortPair(last.text, line.text)[1]) };
    return { ...line, text: text(shortValue(line.text)) };
  });
}

function text(value: Json): string {
  return typeof value === 'string' ? value : '';
}
