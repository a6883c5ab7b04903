import { type ResolvedScalar, NAMED } from './named-scalars.ts';

/**
 * Types a plain scalar as kubectl does. It reads YAML with goyaml.v2, whose rules are neither those of
 * YAML 1.1 nor of 1.2: https://github.com/yaml/go-yaml/blob/v2.4.4/resolve.go
 */
export function resolvePlain(text: string): ResolvedScalar {
  const named = NAMED.get(text);
  if (named) return named;
  const number = /^[-+.0-9]/.test(text) ? resolveNumber(text) : undefined;
  return number ?? { type: 'str', value: text };
}

function resolveNumber(text: string): ResolvedScalar | undefined {
  if (text.startsWith('.')) return resolvePointFirst(text);
  const digits = text.replaceAll('_', '');
  return resolveInteger(digits) ?? resolveFloat(digits) ?? resolveSignedBinary(digits);
}

/**
 * A number that starts with a point: Go passes it straight to its own float reader, which takes `_` between digits
 * only.
 */
function resolvePointFirst(text: string): ResolvedScalar | undefined {
  const stray = /(?<![0-9])_|_(?![0-9])/.test(text);
  return stray ? undefined : resolveFloat(text.replaceAll('_', ''));
}

/** The digits behind the sign, and JavaScript's prefix for their base. Go takes a leading 0 as octal. */
const BASES: readonly (readonly [RegExp, string])[] = [
  [/^0[bB]([01]+)$/, '0b'],
  [/^0[oO]([0-7]+)$/, '0o'],
  [/^0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^0([0-7]+)$/, '0o'],
  [/^(0|[1-9][0-9]*)$/, ''],
];

const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** An integer that JavaScript holds exactly, as nearly all are. */
const SMALL_INTEGER = /^(?:0|[1-9][0-9]{0,14})$/;

function resolveInteger(text: string): ResolvedScalar | undefined {
  if (SMALL_INTEGER.test(text)) return { type: 'int', value: Number(text) };
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const magnitude = parseMagnitude(text.slice(sign.length));
  if (magnitude === undefined) return undefined;
  const value = sign === '-' ? -magnitude : magnitude;
  if (value >= -INT64_MAX - 1n && value <= INT64_MAX) return { type: 'int', value: narrowed(value) };
  // Go reads it exactly, but its JSON reader has no type for it except float.
  if (sign === '' && value <= UINT64_MAX) return { type: 'int', value: jsonNumber(Number(value)) };
  return undefined;
}

function parseMagnitude(text: string): bigint | undefined {
  for (const [pattern, prefix] of BASES) {
    const digits = pattern.exec(text)?.[1];
    if (digits !== undefined) return BigInt(prefix + digits);
  }
  return undefined;
}

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function resolveFloat(text: string): ResolvedScalar | undefined {
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  // Out of range is an error to Go's ParseFloat, so such a scalar stays a string.
  return Number.isFinite(value) ? { type: 'float', value: jsonNumber(value) } : undefined;
}

/** `0b-101`: Go's own detour for binary numbers takes a sign after the prefix. */
function resolveSignedBinary(text: string): ResolvedScalar | undefined {
  const [, sign, digits] = /^0b([-+])([01]+)$/.exec(text) ?? [];
  return digits === undefined ? undefined : resolveInteger(`${sign}0b${digits}`);
}

/**
 * A float after Go has printed it as JSON and read the JSON again: a whole number becomes an integer of the printed
 * digits.
 */
export function jsonNumber(value: number): number | bigint {
  if (Object.is(value, -0)) return 0;
  const text = String(value);
  return Number.isSafeInteger(value) || !/^-?[0-9]+$/.test(text) ? value : BigInt(text);
}
