import type { Plan } from '../core/plan/plan.ts';
import { withMarkers } from './markers-in-plans.ts';
import { planOfBefore } from './plan-of-before.ts';
import { withSubjects } from './subjects-in-plans.ts';
import { versioned } from './versioned.ts';

/** The form in which a plan is stored. */
export const PLAN = versioned<Plan>('plan', [planOfBefore, withMarkers, withSubjects]);
