import { type FieldSet, type Segments, nodeAt, withoutFields } from '../field-set.ts';
import type { Ownership } from '../managers/managed-fields.ts';

export interface Emptying {
  /** Fields that nobody is to own any more. */
  readonly paths: readonly Segments[];
  /** Their owners until then. */
  readonly from: readonly Ownership[];
  /** The field sets that still have an owner; `paths` are taken out of them. */
  readonly kept: readonly FieldSet[];
  /** Whether a rule leaves alone something at or below a path, whoever owns it. */
  readonly isLeft: (path: Segments) => boolean;
}

/**
 * The fields that a server-side apply removes when `paths` are given up. An applied struct goes with its last owned
 * field, and the server's defaults in it go too (structured-merge-diff v4, `EnsureNamedFieldsAreMembers`). A probe goes
 * as a whole: without its action, and with HTTP's scheme alone, it would not be valid.
 * @returns each path once, or the topmost struct around it that then has no owner
 */
export function withEmptiedStructs({ paths, from, kept, isLeft }: Emptying): Segments[] {
  if (paths.length === 0) return [];
  // The manager of an update owns the structs that the update made.
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
