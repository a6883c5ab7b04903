import type { FieldChange } from '../../core/change/change.ts';
import type { Json } from '../../core/json/json.ts';
import { shown } from '../../core/json/shown.ts';

/** A changed field with words in place of what is not told. */
export interface ShownField extends Omit<FieldChange, 'before' | 'after'> {
  readonly before?: Json;
  readonly after?: Json;
}

export function shownField({ before, after, ...field }: FieldChange): ShownField {
  return {
    ...field,
    ...(before !== undefined && { before: shown(before) }),
    ...(after !== undefined && { after: shown(after) }),
  };
}
