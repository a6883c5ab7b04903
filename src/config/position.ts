import { type Document, isMap, isNode, isScalar } from 'yaml';

type Path = readonly (string | number)[];

/** The offset of a key of the map at `path`, or of the value at `path`, or of the nearest node above it. */
export function findPosition(document: Document.Parsed, path: Path, key?: string): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair !== undefined && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : findPosition(document, path.slice(0, -1), String(path.at(-1)));
}
