import type { Plan } from '../../core/plan/plan.ts';
import type { RepositoryRef } from '../../core/refs.ts';

/** The pull request that is to revert a drift. */
export interface Proposed {
  readonly branch: string;
  /** The branch's number: 1, or more where it stands beside others. */
  readonly number: number;
  /** The commits that we put on the branch, the last few, newest last. Absent: of a record older than this field. */
  readonly heads?: readonly string[];
  /** The fingerprint of the plan that it was last proposed with. */
  readonly plan?: string;
  /** Absent: it is not opened yet. */
  readonly pull?: number;
}

/** GitHub does not let us write. */
export interface Refused {
  /** Its own words. */
  readonly said: string;
  /** The tip on which it was told; absent: it cannot be told there, since nothing may be written at all. */
  readonly told?: string;
  /** GitHub did not say that it has it: it is told again. */
  readonly lost?: boolean;
}

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
  readonly proposed?: Proposed;
  readonly refused?: Refused;
}

export interface DriftRecords {
  save(record: DriftRecord): Promise<void>;
  find(repository: number, target: string): Promise<DriftRecord | undefined>;
  all(): Promise<readonly DriftRecord[]>;
  /** The drift is gone. */
  remove(repository: number, target: string): Promise<void>;
}
