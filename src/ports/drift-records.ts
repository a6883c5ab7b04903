import type { Plan } from '../core/plan.ts';
import type { RepositoryRef } from './jobs.ts';

/** What is known of a target's drift. A target without a record is as its synced commit says. */
export interface DriftRecord {
  readonly repository: RepositoryRef;
  /** `<environment>/<name>`. */
  readonly target: string;
  /** The synced commit that live differs from. */
  readonly commit: string;
  /** When it was first seen; milliseconds since the epoch. */
  readonly since: number;
  /** The reverting plan. Masked. Absent while it cannot be told: `problem` says why. */
  readonly plan?: Plan;
  readonly problem?: string;
  /** The open "revert drift" pull request. */
  readonly pull?: number;
}

export interface DriftRecords {
  save(record: DriftRecord): Promise<void>;
  find(repository: number, target: string): Promise<DriftRecord | undefined>;
  all(): Promise<readonly DriftRecord[]>;
  /** The drift is gone. */
  remove(repository: number, target: string): Promise<void>;
}
