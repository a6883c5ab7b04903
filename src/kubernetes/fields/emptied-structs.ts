import { type FieldSet, type Segments, nodeAt, withoutFields } from './field-set.ts';
import type { Ownership } from './managed-fields.ts';

export interface Emptying {
  /** Fields that nobody is to own any more. */
  readonly paths: readonly Segments[];
  /** Those who own them until then. */
  readonly from: readonly Ownership[];
  /** What is still owned by somebody. */
  readonly kept: readonly FieldSet[];
  /** Whether something at or below a path is left as it is, whoever owns it. */
  readonly isLeft: (path: Segments) => boolean;
}

/**
 * What goes with fields that are given up: a struct that was applied goes with the last of its fields that anybody owns,
 * and so does what the server filled into it (structured-merge-diff v4, `EnsureNamedFieldsAreMembers`). A probe would not
 * be valid without its action, and HTTP's scheme alone is none.
 * @returns each path, or the topmost struct around it that is nobody's then, once
 */
export function withEmptiedStructs({ paths, from, kept, isLeft }: Emptying): Segments[] {
  if (paths.length === 0) return [];
  // Whoever updates an object owns the structs that the update made.
  const applied = from.filter(({ operation }) => operation === 'Apply').map(({ fields }) => fields);
  const left = kept.map((set) => withoutFields(set, paths));
  const isFree = (struct: Segments) => !isLeft(struct) && !left.some((set) => nodeAt(set, struct));
  const wide = paths.map((path) => (applied.some((set) => nodeAt(set, path)) ? topmost(path, isFree) : path));
  return [...new Map(wide.map((path) => [path.join('/'), path])).values()];
}

function topmost(path: Segments, isFree: (struct: Segments) => boolean): Segments {
  // Labels and annotations are maps: nothing is filled in.
  if (path.includes('f:metadata')) return path;
  const around = path.map((_, at) => path.slice(0, at + 1));
  return around.find((struct) => struct.at(-1)?.startsWith('f:') && isFree(struct)) ?? path;
}
