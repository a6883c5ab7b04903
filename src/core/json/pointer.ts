import { type Json, type Tree, printJson, equalJson, isObject } from './json.ts';
import { shown } from './shown.ts';

/** One step into an object: a key, a position in a list, or the keys of a list's entry. */
export type PathStep<Value extends Tree = Tree> =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly entry: Readonly<Record<string, Value>> };

/** From the object down. */
export type FieldPath<Value extends Tree = Tree> = readonly PathStep<Value>[];

/** `spec.containers[name=web].image`, as people write it. */
export function describePath(path: FieldPath): string {
  return describeWords(shownPath(path));
}

/** A path with words in place of the markers in its entries. */
export function shownPath(path: FieldPath): FieldPath<Json> {
  return path.map((step) => ('entry' in step ? { entry: shown(step.entry) } : step));
}

/** `describePath` of a path that is in words. */
export function describeWords(path: FieldPath<Json>): string {
  let text = '';
  for (const step of path) text += describeStep(step, text === '');
  return text;
}

function describeStep(step: PathStep<Json>, first: boolean): string {
  if ('index' in step) return `[${step.index}]`;
  if ('entry' in step) {
    const keys = Object.entries(step.entry).map(([k, v]) =>
      k === '' ? scalarText(v) : `${k}=${scalarText(v)}`,
    );
    return `[${keys.join(',')}]`;
  }
  const plain = /^[A-Za-z0-9_-]+$/.test(step.key);
  if (plain) return first ? step.key : `.${step.key}`;
  return `["${step.key.replaceAll('"', '\\"')}"]`;
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : printJson(value);
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): PathStep[] {
  return pointer.split('/').slice(1).map(readStep);
}

function readStep(segment: string): PathStep {
  const text = segment.replaceAll('~1', '/').replaceAll('~0', '~');
  const selector = /^\[(.+)\]$/.exec(text)?.[1];
  if (selector === undefined) return { key: text };
  const pairs = selector.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { entry: Object.fromEntries(pairs) };
}

/** Whether a pointer's step selects an entry of a list. */
export function isSelected(item: Tree | undefined, selector: Readonly<Record<string, Tree>>): boolean {
  const own = selector[''];
  if (own !== undefined) return equalJson(item, own);
  return isObject(item) && Object.entries(selector).every(([key, value]) => isSameText(item[key], value));
}

/** A pointer is text, so `[port=80]` has to select a number. */
function isSameText(a: Tree | undefined, b: Tree): boolean {
  return equalJson(a, b) || (typeof a !== 'object' && String(a) === b);
}
