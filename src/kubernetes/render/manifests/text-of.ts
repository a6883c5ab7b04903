import type { Json } from '../../../core/json/json.ts';

/** A field that has been checked to be text; `''` where it is not there. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
