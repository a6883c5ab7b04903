import { intentOf } from '../change/intent.ts';
import { subjectKey } from '../change/subject.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Plan, differences } from './plan.ts';

/**
 * The rest of a plan after another plan of the same target and the same live state is applied. An object that both
 * change, but differently, stays whole: its state after the other plan cannot be predicted. Kept objects stay as well.
 */
export function planLess(plan: Plan, done: Plan): Plan {
  const made = new Map(differences(done).map((change) => [subjectKey(change.subject), intentOf(change)]));
  const changes = plan.changes.filter((change) => made.get(subjectKey(change.subject)) !== intentOf(change));
  const { hooks, ...rest } = plan;
  const left = { ...rest, changes };
  // Hooks run only for a difference: without one left, they have run with the other plan.
  const isLeft = hooks !== undefined && differences(left).length > 0;
  const whole = { ...left, ...(isLeft && { hooks }) };
  return { ...whole, fingerprint: fingerprintOf(whole) };
}
