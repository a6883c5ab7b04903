import { createHash } from 'node:crypto';
import { intentOf } from '../change/intent.ts';
import { canonicalJson } from '../json/json.ts';
import type { Plan } from './plan.ts';

/**
 * Grows when the hashed form changes: what was approved by an older form is approved again. Where a plan of before is
 * read (`store/`), it is marked as outdated.
 */
const VERSION = 4;

/**
 * A hash of a plan's intent: the target, the destination, the tools, the intent of each change, and the hooks. It
 * leaves out commit, time and order: a rebase without a difference keeps its approvals.
 * Masked values are keyed hashes already, so a changed secret changes the fingerprint and reveals nothing.
 * @returns 128 bits as 32 hexadecimal digits: short enough to paste, too long to collide on purpose.
 */
export function fingerprintOf(
  intent: Pick<Plan, 'target' | 'destination' | 'tools' | 'changes' | 'hooks'>,
): string {
  const { target, destination, tools } = intent;
  const changes = intent.changes.map(intentOf).toSorted();
  const hooks = intent.hooks?.map(({ origin: _origin, ...run }) => canonicalJson(run));
  const text = canonicalJson({ version: VERSION, target, destination, tools, changes, hooks });
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
