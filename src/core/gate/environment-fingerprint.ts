import { createHash } from 'node:crypto';
import { canonicalJson } from '../json.ts';

/**
 * A hash of what is planned for all targets of an environment that are touched: one approval is of all of them.
 * @returns 32 hexadecimal digits, the same for any order of the plans
 */
export function environmentFingerprint(
  plans: readonly { readonly target: string; readonly fingerprint: string }[],
): string {
  const lines = plans.map(({ target, fingerprint }) => canonicalJson([target, fingerprint])).toSorted();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}
