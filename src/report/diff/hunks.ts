import type { FieldChange } from '../../core/change/change.ts';
import type { Json } from '../../core/json/json.ts';
import { type FieldPath, describeWords } from '../../core/json/pointer.ts';
import type { DiffLine, Detail } from './diff-line.ts';
import { type Node, childrenInOrder, fieldTree, isKey } from './field-tree.ts';
import { nodeLines } from './node-lines.ts';
import { shownField } from './shown-field.ts';

interface Hunk {
  readonly path: FieldPath<Json>;
  /** The key whose children are shown. */
  readonly parent: string;
  readonly nodes: readonly Node[];
}

/**
 * Changed fields as YAML, under the paths that they share. An entry of a list has a header of its own; the other fields
 * are grouped by the top key of the object.
 */
export function hunkLines(fields: readonly FieldChange[], detail: Detail): DiffLine[] {
  return hunksOf(fieldTree(fields.map(shownField))).flatMap(({ path, parent, nodes }) => [
    ...(path.length > 0 ? [{ sign: '@' as const, text: describeWords(path) }] : []),
    ...nodes.flatMap((node) => nodeLines(node, parent, detail)),
  ]);
}

/** Changed fields at the top of the object have no header: they come first, so as not to be under another one. */
function hunksOf(root: Node): Hunk[] {
  const top = childrenInOrder(root, '');
  const bare = top.filter(isEnd);
  const below = top.filter((node) => !isEnd(node)).flatMap(hunksBelow);
  return bare.length > 0 ? [{ path: [], parent: '', nodes: bare }, ...below] : below;
}

function hunksBelow(node: Node): Hunk[] {
  const entries: [FieldPath<Json>, Node][] = [];
  const rest = withoutEntries(node, [], entries);
  return [
    ...(rest ? [shared([], rest)] : []),
    ...entries.map(([path, entry]) => shared(path.slice(0, -1), entry)),
  ];
}

/** Moves the changed entries of lists into `entries`; an entry that comes or goes whole stays. */
function withoutEntries(
  node: Node,
  above: FieldPath<Json>,
  entries: [FieldPath<Json>, Node][],
): Node | undefined {
  // The writer of a list, or its note, is given for everything below it.
  if (node.written !== undefined || node.note !== undefined) return node;
  const path = node.step === undefined ? above : [...above, node.step];
  const children = new Map<string, Node>();
  for (const [name, child] of node.children) {
    if (isKey(child) || isEnd(child)) {
      const kept = withoutEntries(child, path, entries);
      if (kept) children.set(name, kept);
    } else if (child.step) entries.push([[...path, child.step], child]);
  }
  const empty = children.size === 0 && node.leaf === undefined && node.order === undefined;
  return empty ? undefined : { ...node, children };
}

/** The hunk under the longest path that all nodes below share. */
function shared(above: FieldPath<Json>, node: Node): Hunk {
  const path = node.step === undefined ? above : [...above, node.step];
  const [only, ...others] = node.children.values();
  const goesOn = only !== undefined && others.length === 0 && isKey(only) && !isEnd(only);
  if (goesOn) return shared(path, only);
  const parent = keyOf(path);
  return { path, parent, nodes: childrenInOrder(node, parent) };
}

function keyOf(path: FieldPath<Json>): string {
  const last = path.findLast((step) => 'key' in step);
  return last !== undefined && 'key' in last ? last.key : '';
}

/** Whether a node is shown with its own key or name, in its parent's place. */
function isEnd(node: Node): boolean {
  return [node.leaf, node.order, node.written, node.note].some((each) => each !== undefined);
}
