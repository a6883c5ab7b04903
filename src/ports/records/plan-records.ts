import type { Plan } from '../../core/plan/plan.ts';

/** Shown plans, so that a stale one can be compared with the plan made now. Plans are masked: safe to store. */
export interface PlanRecords {
  save(plan: Plan): Promise<void>;
  /** Undefined when no plan with that fingerprint was recorded here. */
  find(fingerprint: string): Promise<Plan | undefined>;
}
