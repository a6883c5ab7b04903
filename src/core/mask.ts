import { createHmac } from 'node:crypto';
import { type Json, type JsonObject, canonicalJson, isObject } from './json.ts';
import { type ResourceId, resourceKey } from './resource.ts';

/** Shorter secret values are masked where they stand, but not searched for elsewhere: they occur in any text. */
const SEARCHED_LENGTH = 8;
const SEARCHED_LENGTH_IN_MESSAGES = 4;

/**
 * Hides the values of Secrets. A mask has a fixed length and is a keyed hash of the value and its object:
 * equal values of one object have equal masks, a changed value another one, and nobody without
 * the installation's key can try values against it.
 */
export interface Masker {
  /** A normalised object, safe to store and to show. */
  object(id: ResourceId, object: JsonObject): JsonObject;
  /** A message from a server or a tool, without any secret value that it may echo. */
  text(message: string): string;
}

export interface MaskerInput {
  /** The installation's key. */
  readonly key: string;
  /** Every object in sight, from the source and live: the values of its Secrets are hidden everywhere. */
  readonly objects: readonly JsonObject[];
}

export function createMasker({ key, objects }: MaskerInput): Masker {
  const values = secretValues(objects);
  const inObjects = searcher(values, SEARCHED_LENGTH);
  const inMessages = searcher(values, SEARCHED_LENGTH_IN_MESSAGES);
  const mask = (scope: string, value: string) => {
    const digest = createHmac('sha256', key).update(`${scope}\0${value}`).digest('hex');
    return `(masked ${digest.slice(0, 12)})`;
  };
  const scrub = (scope: string, value: Json): Json =>
    mapStrings(value, (text) => {
      const found = inObjects(text, (secret) => mask(scope, secret));
      return withoutUrlPasswords(found, (password) => mask(scope, password));
    });
  return {
    object: (id, object) => {
      const scope = resourceKey(id);
      const hidden = isSecret(object) ? maskSecret(object, (value) => mask(scope, value)) : object;
      return scrub(scope, hidden) as JsonObject;
    },
    text: (message) =>
      withoutUrlPasswords(
        inMessages(message, () => '(masked)'),
        () => '(masked)',
      ),
  };
}

const URL_PASSWORD = /(:\/\/[^\s:@/]*:)([^\s@/]+)(?=@)/g;
const MASKED = /^\(masked( [0-9a-f]{12})?\)$/;

/** A password inside an address is one, whether or not a Secret in sight holds it. */
function withoutUrlPasswords(text: string, mask: (password: string) => string): string {
  if (!text.includes('://')) return text;
  return text.replace(URL_PASSWORD, (whole, start: string, password: string) =>
    MASKED.test(password) ? whole : `${start}${mask(password)}`,
  );
}

function isSecret(object: JsonObject): boolean {
  return object['kind'] === 'Secret' && object['apiVersion'] === 'v1';
}

function maskSecret(object: JsonObject, mask: (value: string) => string): JsonObject {
  const result = { ...object };
  for (const field of ['data', 'stringData']) {
    const value = result[field];
    if (value === undefined || value === null) continue;
    result[field] = isObject(value)
      ? mapValues(value, (leaf) => mask(clearText(leaf)))
      : mask(clearText(value));
  }
  return result;
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function clearText(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

/** Clear text and base64 of each Secret's values, also of those in a `last-applied-configuration`. */
function secretValues(objects: readonly JsonObject[]): Set<string> {
  const values = new Set<string>();
  for (const object of objects.filter(isSecret)) {
    for (const field of ['data', 'stringData']) collect(object[field], values);
    const applied = lastApplied(object);
    for (const field of ['data', 'stringData']) collect(applied?.[field], values);
  }
  return values;
}

function lastApplied(object: JsonObject): JsonObject | undefined {
  const metadata = object['metadata'];
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
  const text = isObject(annotations)
    ? annotations['kubectl.kubernetes.io/last-applied-configuration']
    : undefined;
  if (typeof text !== 'string') return undefined;
  try {
    const parsed = JSON.parse(text) as Json;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // Not JSON: the annotation is dropped whole by `normalize`, so nothing of it can get out.
    return undefined;
  }
}

function collect(value: Json | undefined, values: Set<string>): void {
  if (isObject(value)) for (const leaf of Object.values(value)) collect(leaf, values);
  if (typeof value !== 'string') return;
  const clear = Buffer.from(value, 'base64').toString('utf8');
  for (const form of [value, clear, Buffer.from(value, 'utf8').toString('base64')]) {
    // Bytes that are no text decode to replacement characters, which would match nothing real.
    if (!form.includes('\uFFFD')) values.add(form.trim());
  }
}

type Search = (text: string, replace: (secret: string) => string) => string;

function searcher(values: ReadonlySet<string>, least: number): Search {
  // Longest first: a value that contains another one is hidden whole.
  const sought = [...values].filter((value) => value.length >= least).toSorted((a, b) => b.length - a.length);
  if (sought.length === 0) return (text) => text;
  const pattern = new RegExp(sought.map((value) => RegExp.escape(value)).join('|'), 'g');
  return (text, replace) => (text.length < least ? text : text.replace(pattern, replace));
}

function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]),
  );
}
