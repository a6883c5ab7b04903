import { type JsonObject, isObject } from './json.ts';

/** The version of a live object; a dry-run gives back the one that it was made on. `''` for an object that is not live. */
export function versionOf(object: JsonObject): string {
  return metadataText(object, 'resourceVersion');
}

/** What tells a live object from one of the same name that was there before it. `''` for an object that is not live. */
export function uidOf(object: JsonObject): string {
  return metadataText(object, 'uid');
}

function metadataText(object: JsonObject, field: string): string {
  const value = isObject(object['metadata']) ? object['metadata'][field] : undefined;
  return typeof value === 'string' ? value : '';
}
