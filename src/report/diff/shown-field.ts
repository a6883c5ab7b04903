import type { FieldChange } from '../../core/change/change.ts';
import type { Json } from '../../core/json/json.ts';
import { type FieldPath, shownPath } from '../../core/json/pointer.ts';
import { shown } from '../../core/json/shown.ts';

/** A changed field with words in place of what is not told. */
export interface ShownField extends Omit<FieldChange, 'path' | 'before' | 'after'> {
  readonly path: FieldPath<Json>;
  readonly before?: Json;
  readonly after?: Json;
}

export function shownField({ path, before, after, ...field }: FieldChange): ShownField {
  return {
    ...field,
    path: shownPath(path),
    ...(before !== undefined && { before: shown(before) }),
    ...(after !== undefined && { after: shown(after) }),
  };
}
