import { type Json, type JsonObject, type Tree, type TreeObject, isObject } from './json.ts';
import { type AnyMarker, AssignedLater, Undetermined, isMarker, isMaskedText } from './marker.ts';

/** A tree with words in place of its markers. Different trees have different words. */
export function shown(tree: TreeObject): JsonObject;
export function shown(tree: Tree): Json;
export function shown(tree: Tree): Json {
  if (typeof tree === 'string' || isMarker(tree)) return shownText(tree);
  if (Array.isArray(tree)) return tree.map((entry) => shown(entry));
  if (!isObject(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, shown(item)]));
}

/**
 * The words for a text: of a mask `(masked 0123456789ab)`. A known text that reads like a marker has a backslash before
 * it, so that nobody takes it for one; backslashes that stand there anyway are doubled.
 */
export function shownText(text: string | AnyMarker): string {
  if (typeof text === 'string') return /\((?:masked|another|the) /.test(text) ? plain(text) : text;
  if (text instanceof Undetermined) return `(another ${text.form} each time it is rendered)`;
  if (text instanceof AssignedLater) return `(the ${text.by} assigns one)`;
  if (!isMaskedText(text)) return `(masked ${text.masked})`;
  const { parts } = text;
  return parts
    .map((part, at) => {
      const known = shownText(part);
      return typeof parts[at + 1] === 'object' ? known.replace(/(?<!\\)\\+$/, '$&$&') : known;
    })
    .join('');
}

/** Each run of backslashes is looked at once, however long it is. */
const LIKE_MARKER =
  /(?<!\\)(\\*)(\((?:masked [0-9a-f]{12}|another [^()\n]+ each time it is rendered|the [^()\n]+ assigns one)\))/g;

function plain(text: string): string {
  return text.replace(LIKE_MARKER, String.raw`$1$1\$2`);
}
