import { intentOf } from '../change/intent.ts';
import { resourceKey } from '../change/resource.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Plan, differences } from './plan.ts';

/**
 * What would be left of a plan once another one of the same target, made of the same live state, had been applied. An
 * object that both mean to change otherwise is left whole: what becomes of it then nobody can foresee. What is kept is
 * kept then, too.
 */
export function planLess(plan: Plan, done: Plan): Plan {
  const made = new Map(differences(done).map((change) => [resourceKey(change.id), intentOf(change)]));
  const changes = plan.changes.filter((change) => made.get(resourceKey(change.id)) !== intentOf(change));
  const { hooks, ...rest } = plan;
  const left = { ...rest, changes };
  // Hooks run for a difference: of the other plan they have run by then.
  const isLeft = hooks !== undefined && differences(left).length > 0;
  const whole = { ...left, ...(isLeft && { hooks }) };
  return { ...whole, fingerprint: fingerprintOf(whole) };
}
