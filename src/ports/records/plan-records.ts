import type { Plan } from '../../core/plan/plan.ts';

/** Plans that were shown, so that a stale one can be told from what it was. Plans are masked: safe to store. */
export interface PlanRecords {
  save(plan: Plan): Promise<void>;
  /** Undefined when no plan with that fingerprint was recorded here. */
  find(fingerprint: string): Promise<Plan | undefined>;
}
