import { type Json, type JsonObject, type Tree, escapedKey, isObject, parseJson, printJson } from './json.ts';
import { AssignedLater, MARKER_KEY, Mask, Undetermined, isMarker, maskedText } from './marker.ts';

/**
 * Prints a value with trees in it. A marker is an object of the one key `$plumbline`; an object's own key of that name,
 * whoever wrote it, gets one more `$`.
 */
export function printTree(value: unknown, indent?: number): string {
  return printJson(escaped(value), indent);
}

/** Reads what `printTree` has printed. @throws SyntaxError when the text is not JSON */
export function parseTree(text: string): Tree {
  const json = parseJson(text);
  return text.includes(MARKER_KEY) ? treeOf(json) : json;
}

/** The tree of a value in the form of `printTree`. @throws TypeError for a marker that it does not know */
export function treeOf(json: Json): Tree {
  if (Array.isArray(json)) return json.map(treeOf);
  if (!isObject(json)) return json;
  const marker = json[MARKER_KEY];
  if (marker !== undefined) return markerOf(marker);
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [unescapedKey(key), treeOf(item)]));
}

function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null || isMarker(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapedKey(key), escaped(item)]));
}

function unescapedKey(key: string): string {
  const bare = key.slice(1);
  return escapedKey(bare) === key ? bare : key;
}

function markerOf(marker: Json): Tree {
  const { masked, text, unknown, form, by } = isObject(marker) ? marker : ({} as JsonObject);
  if (typeof masked === 'string') return new Mask(masked);
  if (Array.isArray(text)) return maskedText(text.map(partOf));
  if (unknown === 'unstable' && typeof form === 'string') return new Undetermined(form);
  if (unknown === 'after-apply' && typeof by === 'string') return new AssignedLater(by);
  throw unknownMarker();
}

function partOf(json: Json): string | Mask {
  const part = treeOf(json);
  if (typeof part === 'string' || part instanceof Mask) return part;
  throw unknownMarker();
}

function unknownMarker(): TypeError {
  return new TypeError(`A stored value holds a "${MARKER_KEY}" of another form than this version writes.`);
}
