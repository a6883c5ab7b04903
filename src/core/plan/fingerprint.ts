import { createHash } from 'node:crypto';
import { intentOf } from '../change/intent.ts';
import { canonicalJson } from '../json/json.ts';
import type { Plan } from './plan.ts';

/**
 * A hash of what a plan intends: the target, the tool that rendered it, of each change its intent, and the hooks that run. Commit, time and order are not in it, so that a rebase which changes nothing keeps its approvals.
 * Masked values are keyed hashes already, so a changed secret changes the fingerprint and reveals nothing.
 * @returns 128 bits as 32 hexadecimal digits: short enough to paste, too long to collide on purpose.
 */
export function fingerprintOf(
  intent: Pick<Plan, 'target' | 'cluster' | 'renderer' | 'changes' | 'hooks'>,
): string {
  const { target, cluster, renderer } = intent;
  const changes = intent.changes.map(intentOf).toSorted();
  const hooks = intent.hooks?.map(({ origin: _origin, ...run }) => canonicalJson(run));
  const text = canonicalJson({ target, cluster, renderer, changes, hooks });
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
