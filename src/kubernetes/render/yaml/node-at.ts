import { type Node, isMap, isScalar, isSeq } from 'yaml';

/** Keys and positions from the root of a document. */
export type YamlPath = readonly (string | number)[];

/** The node at a path; where there is none (merged in, or absent), the nearest one around it. */
export function nodeAt(root: Node, path: YamlPath): Node {
  let node = root;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
  }
  return node;
}

function childOf(node: Node, step: string | number): Node | undefined {
  if (isSeq<Node>(node)) return node.items[Number(step)];
  if (!isMap<Node, Node | null>(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && key.source === step);
  return pair?.value ?? pair?.key;
}
