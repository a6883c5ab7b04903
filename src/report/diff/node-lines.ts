import { type Json, isObject } from '../../core/json/json.ts';
import { describeWords } from '../../core/json/pointer.ts';
import type { DiffLine, Detail } from './diff-line.ts';
import { type Node, childrenInOrder, isKey } from './field-tree.ts';
import { commentOf, nodeName } from './node-words.ts';
import { leafLines } from './value-lines.ts';
import { yamlLines } from './yaml-lines.ts';

/** A changed value, or all that changed below a key, as YAML. @param parent the nearest key above it */
export function nodeLines(node: Node, parent: string, detail: Detail): DiffLine[] {
  if (node.order !== undefined) return [orderLine(node, parent), ...below(node, parent, detail)];
  if (node.leaf !== undefined) return leafLines(node, node.leaf, parent, detail);
  return branchLines(node, parent, detail);
}

/** Keys that have one key below them are one line: `template.metadata.labels:`. */
function branchLines(node: Node, parent: string, detail: Detail): DiffLine[] {
  const path = [node];
  let last = node;
  for (;;) {
    const [only, ...others] = last.children.values();
    const goesOn = only && others.length === 0 && isKey(only) && isKey(last) && isPlain(only);
    if (!goesOn) break;
    path.push((last = only));
  }
  const steps = path.flatMap(({ step }) => step ?? []);
  const text = isKey(node) ? `${describeWords(steps)}:` : `- ${nodeName(node)}`;
  return [context(`${text}${commentOf(node.written, node.note)}`), ...below(last, parent, detail)];
}

function isPlain({ leaf, order, note, written }: Node): boolean {
  return [leaf, order, note, written].every((each) => each === undefined);
}

function below(node: Node, parent: string, detail: Detail): DiffLine[] {
  const key = isKey(node) ? node.step.key : parent;
  return childrenInOrder(node, key)
    .flatMap((child) => nodeLines(child, key, detail))
    .map(indented);
}

function indented(line: DiffLine): DiffLine {
  return { ...line, text: `  ${line.text}` };
}

function context(text: string): DiffLine {
  return { sign: ' ', text };
}

const MOST_NAMES = 12;

/** The old and the new order of the entries that both sides have. */
function orderLine(node: Node, parent: string): DiffLine {
  const [before, after] = (node.order ?? [[], []]).map((list) => list.map(nameIn)) as [string[], string[]];
  const old = before.filter((name) => after.includes(name));
  const fresh = after.filter((name) => before.includes(name));
  let start = 0;
  while (start < old.length - MOST_NAMES && old[start] === fresh[start]) start += 1;
  const shown = (all: readonly string[]) =>
    `${start > 0 ? '…, ' : ''}${all.slice(start, start + MOST_NAMES).join(', ')}${start + MOST_NAMES < all.length ? ', …' : ''}`;
  const key = isKey(node) ? describeWords([node.step]) : parent;
  return context(`${key}: ${shown(old)} → ${shown(fresh)}${commentOf('reordered', node.written, node.note)}`);
}

function nameIn(item: Json | undefined): string {
  const named = isObject(item) ? (item['name'] ?? Object.values(item)[0]) : item;
  return yamlLines(isObject(named) || named === undefined ? '?' : named).join(' ');
}
