import { createHash } from 'node:crypto';
import type { EnvironmentChange } from '../configuration/change.ts';
import { canonicalJson } from '../json/json.ts';

/**
 * A hash of what is planned for all targets of an environment that are touched: one approval is of all of them.
 * What the proposal changes in the environment's configuration is approved with them.
 * @returns 32 hexadecimal digits, the same for any order of the plans
 */
export function environmentFingerprint(
  plans: readonly { readonly target: string; readonly fingerprint: string }[],
  configuration?: Pick<EnvironmentChange, 'from' | 'to'>,
): string {
  const lines = plans.map(({ target, fingerprint }) => canonicalJson([target, fingerprint])).toSorted();
  if (configuration !== undefined)
    lines.push(canonicalJson(['configuration', configuration.from ?? null, configuration.to ?? null]));
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}
