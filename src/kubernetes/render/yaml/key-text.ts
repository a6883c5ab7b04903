import type { ResolvedScalar } from './named-scalars.ts';

/**
 * The string that a scalar key becomes in JSON.
 * @returns undefined for a key of which Go makes an error or a surprise: null, 64 bits without a sign, long floats.
 */
export function keyText(key: ResolvedScalar | undefined): string | undefined {
  const value = key?.value;
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return key?.type === 'int' && value < 2n ** 63n ? String(value) : undefined;
  if (typeof value !== 'number') return undefined;
  return key?.type === 'int' || isShort(value) ? String(value) : undefined;
}

/** Go prints a float key with the precision of 32 bits: only what that cannot change is taken, and no zero, which may have a sign. */
function isShort(value: number): boolean {
  const magnitude = Math.abs(value);
  return Number(value.toPrecision(6)) === value && magnitude >= 1e-4 && magnitude < 1e6;
}
