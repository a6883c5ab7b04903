import type { Plan } from '../../core/plan/plan.ts';
import type { RepositoryRef } from '../../core/refs.ts';

/** The pull request that reverts a drift. */
export interface Proposed {
  readonly branch: string;
  /** The branch's number: 1, or more where branches with other people's commits exist. */
  readonly number: number;
  /** Plumbline's last few commits on the branch, newest last. Absent in a record older than this field. */
  readonly heads?: readonly string[];
  /** The fingerprint of the last proposed plan. */
  readonly plan?: string;
  /** The pull request's number. Absent: it is not open yet. */
  readonly pull?: number;
}

/** A refusal of plumbline's writes by GitHub. */
export interface Refused {
  /** GitHub's own words. */
  readonly said: string;
  /** The tip whose check shows the refusal; absent: nothing at all may be written, so no check can be. */
  readonly told?: string;
  /** Whether that check could not be published: it is published again. */
  readonly lost?: boolean;
}

/** The drift of a target. A target without a record agrees with its synced commit. */
export interface DriftRecord {
  readonly repository: RepositoryRef;
  /** `<environment>/<name>`. */
  readonly target: string;
  /** The synced commit that live differs from. */
  readonly commit: string;
  /** Time of its first detection, in milliseconds since the epoch. */
  readonly since: number;
  /** The reverting plan. Masked. Absent while none could be made: `problem` says why. */
  readonly plan?: Plan;
  readonly problem?: string;
  readonly proposed?: Proposed;
  readonly refused?: Refused;
}

export interface DriftRecords {
  save(record: DriftRecord): Promise<void>;
  find(repository: number, target: string): Promise<DriftRecord | undefined>;
  all(): Promise<readonly DriftRecord[]>;
  /** Removes the record of a drift that is gone. */
  remove(repository: number, target: string): Promise<void>;
}
