import type { ResolvedScalar } from './named-scalars.ts';

/**
 * The string that a scalar key becomes in JSON.
 * @returns undefined for a key that Go refuses, or turns into an unexpected string: null, 64 bits without a sign,
 *   long floats.
 */
export function keyText(key: ResolvedScalar | undefined): string | undefined {
  const value = key?.value;
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return key?.type === 'int' && value < 2n ** 63n ? String(value) : undefined;
  if (typeof value !== 'number') return undefined;
  return key?.type === 'int' || isShort(value) ? String(value) : undefined;
}

/**
 * Whether a float keeps its value in a key, which Go prints with the precision of 32 bits. Zero is left out: it may
 * have a sign.
 */
function isShort(value: number): boolean {
  const magnitude = Math.abs(value);
  return Number(value.toPrecision(6)) === value && magnitude >= 1e-4 && magnitude < 1e6;
}
