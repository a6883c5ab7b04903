import type { Node } from 'yaml';
import type { Json } from '../../../core/json/json.ts';
import type { Fail } from './parse-yaml.ts';

/** The value under an anchor; absent until the anchored node has been read whole. */
export interface Anchored {
  value?: Json;
}

/** The state of reading one document. */
export interface Reading {
  readonly fail: Fail;
  /** How many more values aliases may copy; shared by the documents of a file. */
  readonly copies: { left: number };
  readonly anchors: Map<string, Anchored>;
  /** Offset of the first value whose tag readers of YAML understand differently. */
  foreignTag?: number;
}

export function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
