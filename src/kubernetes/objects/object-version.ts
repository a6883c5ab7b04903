import type { JsonObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';

/**
 * The version of a live object; a dry-run returns the version that it was made on. `''` for an object that is not live.
 */
export function versionOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'resourceVersion');
}

/**
 * The UID of a live object, which tells it from an earlier one of the same name. `''` for an object that is not live.
 */
export function uidOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'uid');
}
