import { type Json, type JsonObject, type Tree, isObject, parseJson } from '../../core/json/json.ts';
import { mapTexts, mapValues } from '../../core/json/map-json.ts';
import { Mask, Undetermined, maskedText } from '../../core/json/marker.ts';
import { asMaps } from '../../core/json/read-json.ts';
import { printTree } from '../../core/json/tree-json.ts';

/*
 * Up to version 2 a plan had words for masks and unstable values in its texts, and no source could bring such words in.
 * Its fingerprint and those of later versions are of different rules, so it is marked as outdated.
 */

/** A plan of version 2 as one of version 3. */
export function withMarkers(plan: Json): Json {
  if (!isObject(plan)) return plan;
  const { changes, hooks } = plan;
  return {
    ...plan,
    changes: asMaps(changes).map(changeWithMarkers),
    ...(hooks !== undefined && { hooks: asMaps(hooks).map((hook) => at(hook, ['object'])) }),
    outdated: true,
  };
}

/** What a preview of version 2 says of a target beside its plan, as one of version 3: its changes are all its own. */
export function targetWithMarkers(target: Json): Json {
  if (!isObject(target)) return target;
  return mapValues<Json>(target, (value, key) =>
    PARTS.has(key) ? asMaps(value).map(ownWithMarkers) : value,
  );
}

const PARTS: ReadonlySet<string> = new Set(['yours', 'drifted', 'adopted']);

function ownWithMarkers({ own }: JsonObject): JsonObject {
  return { own: isObject(own) ? changeWithMarkers(own) : null };
}

/** The end of a sync of version 2 as one of version 3. */
export function endWithMarkers(end: Json): Json {
  if (!isObject(end) || !isObject(end['report']) || end['report']['plan'] === undefined) return end;
  const { report } = end;
  return { ...end, report: { ...report, plan: withMarkers(report['plan'] ?? null) } };
}

function changeWithMarkers(change: JsonObject): JsonObject {
  const fields = asMaps(change['fields']).map((field) => ({
    ...at(field, ['before', 'after']),
    // A key is a text in every version, and keeps its words.
    path: asMaps(field['path']).map((step) => at(step, ['entry'])),
  }));
  return { ...at(change, ['before', 'after']), fields };
}

function at(object: JsonObject, keys: readonly string[]): JsonObject {
  return mapValues<Json>(object, (value, key) => (keys.includes(key) ? stored(value) : value));
}

function stored(value: Json): Json {
  return parseJson(printTree(mapTexts(value, { value: markersIn, key: (key) => key })));
}

const MASK = /\(masked ([0-9a-f]{12})\)/;
const UNSTABLE = /^\(another ([^()\n]+) each time it is rendered\)$/;

function markersIn(text: string): Tree {
  const form = UNSTABLE.exec(text)?.[1];
  if (form !== undefined) return new Undetermined(form);
  // Every other part is what the expression's group has caught.
  return maskedText(text.split(MASK).map((part, i) => (i % 2 === 1 ? new Mask(part) : part)));
}
