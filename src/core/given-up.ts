import { isObject } from './json.ts';
import { type FieldSet, type Segments, withoutFields } from './ownership.ts';

export interface GivenUp {
  /** Fields that go. */
  readonly paths: readonly Segments[];
  /** What we owned before. */
  readonly ours: FieldSet;
  /** What is still owned by somebody, beside the fields that go. */
  readonly kept: readonly FieldSet[];
}

/**
 * What an apply takes away where fields are given up: with the last owned field of a struct it takes the struct along, and
 * so what the server filled into it (structured-merge-diff v4, `EnsureNamedFieldsAreMembers`).
 */
export function withEmptiedParents({ paths, ours, kept }: GivenUp): Segments[] {
  const left = kept.map((set) => withoutFields(set, paths));
  return paths.map((path) => (holds(ours, path) ? topmost(path, left) : path));
}

function topmost(path: Segments, left: readonly FieldSet[]): Segments {
  const parents = path.map((_, at) => path.slice(0, at + 1));
  const isFree = (parent: Segments) => !left.some((set) => holds(set, parent));
  return parents.find((parent) => parent.at(-1)?.startsWith('f:') && isFree(parent)) ?? path;
}

function holds(set: FieldSet, path: Segments): boolean {
  let node: FieldSet = set;
  for (const segment of path) {
    const next = node[segment];
    if (!isObject(next)) return false;
    node = next;
  }
  return true;
}
