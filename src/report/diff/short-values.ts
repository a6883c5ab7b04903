import { createHash } from 'node:crypto';
import { type Json, isObject } from '../../core/json/json.ts';

const BASE64_LENGTH = 200;
const LINE_LENGTH = 500;
const SHOWN_LENGTH = 160;
/** Characters on either side of where two long lines differ. */
const AROUND = 60;
const LIST_LENGTH = 100;
const SHOWN_ENTRIES = 20;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A value with its binary values, long lines and long lists cut, and their size. A masked value is short already. */
export function shortValue(value: Json): Json {
  if (typeof value === 'string') return shortText(value);
  if (Array.isArray(value)) return shortList(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortValue(item)]));
}

/** Two values that differ, cut; of two long lines, the place where they differ. */
export function shortPair(before: Json, after: Json): readonly [Json, Json] {
  if (typeof before !== 'string' || typeof after !== 'string') return [shortValue(before), shortValue(after)];
  if (isBinary(before) || isBinary(after) || !isLong(before) || !isLong(after))
    return [shortText(before), shortText(after)];
  return [excerpt(before, after), excerpt(after, before)];
}

function shortText(text: string): string {
  if (text.length <= BASE64_LENGTH) return text;
  if (isBinary(text)) return `(binary, ${size(Buffer.from(text, 'base64').length)}, sha256 ${hash(text)}…)`;
  if (text.includes('\n')) return text.split('\n').map(shortText).join('\n');
  return isLong(text)
    ? `${text.slice(0, SHOWN_LENGTH)}… (${size(Buffer.byteLength(text))} in one line)`.toWellFormed()
    : text;
}

function isBinary(text: string): boolean {
  return text.length > BASE64_LENGTH && BASE64.test(text.replaceAll('\n', ''));
}

function isLong(text: string): boolean {
  return text.length > LINE_LENGTH && !text.includes('\n');
}

function excerpt(text: string, other: string): string {
  const end = Math.min(text.length, other.length);
  let start = 0;
  while (start < end && text[start] === other[start]) start += 1;
  let same = 0;
  while (same < end - start && text.at(-1 - same) === other.at(-1 - same)) same += 1;
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length - same, start + SHOWN_LENGTH);
  const last = Math.min(text.length, to + AROUND);
  const shown = `${from > 0 ? '…' : ''}${text.slice(from, last)}${last < text.length ? '…' : ''}`;
  return `${shown} (${size(Buffer.byteLength(text))} in one line, sha256 ${hash(text)}…)`.toWellFormed();
}

function shortList(list: Json[]): Json {
  if (list.length <= LIST_LENGTH) return list.map(shortValue);
  const shown = list.slice(0, SHOWN_ENTRIES).map(shortValue);
  return [...shown, `… ${list.length - SHOWN_ENTRIES} more of ${list.length} entries`];
}

/** Enough to tell two versions apart. */
function hash(text: string): string {
  const bytes = isBinary(text) ? Buffer.from(text, 'base64') : text;
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
