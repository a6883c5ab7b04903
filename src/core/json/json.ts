import { type AnyMarker, MARKER_KEY, equalMarkers, isMarker } from './marker.ts';

/** A JSON value in which integers beyond 2^53 are kept exactly, as `bigint`. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** A JSON value in which a marker stands for what is not told: a secret, or what nobody knows yet. Safe to show. */
export type Tree = null | boolean | number | bigint | string | AnyMarker | Tree[] | TreeObject;
export interface TreeObject {
  [key: string]: Tree;
}

export function isObject(value: Tree | undefined): value is TreeObject;
export function isObject(value: Json | undefined): value is JsonObject;
export function isObject(value: Tree | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isMarker(value);
}

export function isContainer(value: Json | undefined): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}

const LONG_INTEGER = /[0-9]{16}/;

/**
 * Parses JSON without rounding 64-bit integers.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
  // The reviver costs a call per value, so it runs only where a long integer can be.
  return LONG_INTEGER.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
}

function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?[0-9]+$/.test(source) ? BigInt(source) : value;
}

interface RawJson {
  rawJSON(text: string): unknown;
}

/** Prints a value as JSON; a `bigint` becomes an exact JSON number. */
export function printJson(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch (error) {
    // Hardly any value holds a `bigint`, and a replacer costs a call for every value.
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, exactNumber, indent);
  }
}

function exactNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? (JSON as unknown as RawJson).rawJSON(String(value)) : value;
}

/** Prints a value with sorted keys, so that equal values print equally, and others differently: the form for hashes. */
export function canonicalJson(value: unknown): string {
  return printJson(sortKeys(value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null || isMarker(value)) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, v]) => [escapedKey(k), sortKeys(v)]));
}

/** A key of an object in JSON, where it could pass for a marker's. */
export function escapedKey(key: string): string {
  return key.endsWith(MARKER_KEY) && LIKE_MARKER.test(key) ? `$${key}` : key;
}

const LIKE_MARKER = /^\$+plumbline$/;

/** Deep equality of values; `1` and `1n` are equal, the order of keys does not matter, a marker equals no known value. */
export function equalJson(a: Tree | undefined, b: Tree | undefined): boolean {
  if (a === b) return true;
  if (isMarker(a) || isMarker(b)) return isMarker(a) && isMarker(b) && equalMarkers(a, b);
  if (typeof a === 'bigint' || typeof b === 'bigint') return sameNumber(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  );
}

function sameNumber(a: Tree | undefined, b: Tree | undefined): boolean {
  const numeric = (v: Tree | undefined) => typeof v === 'number' || typeof v === 'bigint';
  // oxlint-disable-next-line eqeqeq -- `==` compares number and bigint by value
  return numeric(a) && numeric(b) && a == b;
}
