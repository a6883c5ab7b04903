import { createHash } from 'node:crypto';
import type { EnvironmentChange } from '../configuration/change.ts';
import { canonicalJson } from '../json/json.ts';

/**
 * A hash of the plans of all touched targets of an environment, which one approval approves together, and of the change
 * of the environment's configuration, approved with them.
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
