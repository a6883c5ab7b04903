import type { JsonObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';

/** The version of a live object; a dry-run gives back the one that it was made on. `''` for an object that is not live. */
export function versionOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'resourceVersion');
}

/** What tells a live object from one of the same name that was there before it. `''` for an object that is not live. */
export function uidOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'uid');
}
