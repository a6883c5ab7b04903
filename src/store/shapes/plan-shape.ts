import type { Plan } from '../../core/plan/plan.ts';
import { withMarkers } from './markers-in-plans.ts';
import { planOfBefore } from './plan-of-before.ts';
import { withSubjects } from './subjects-in-plans.ts';
import { type Upgrade, versioned } from './versioned.ts';

/**
 * A plan as it is kept: a plan of another source that says the same is the same. Undefined: it is of a version that
 * nothing can be told from any more, and is asked for again.
 */
export type KeptPlan = Omit<Plan, 'source'>;

/** From one version of a plan to the next. Changes and their fields keep their order: previews refer to them by it. */
const UPGRADES: readonly Upgrade[] = [planOfBefore, withMarkers, withSubjects];

export const KEPT_PLAN = versioned<KeptPlan | undefined>('plan', UPGRADES);
/** With its source: a plan in a file of its own. */
export const PLAN_FILE = versioned<Plan | undefined>('plan', UPGRADES);
