import type { Plan } from '../../core/plan/plan.ts';
import type { PullRef, RepositoryRef, TargetRef } from '../../core/refs.ts';
import type { SyncEnd } from '../../core/sync/end.ts';
import type { SyncState } from '../../core/sync/state.ts';

/** A sync of one target to one commit, recorded before its first effect. */
export interface SyncRecord {
  readonly id: number;
  readonly repository: RepositoryRef;
  /** The merged pull request; absent for a target that was found to be in sync. */
  readonly pull?: number;
  readonly environment: string;
  /** `<environment>/<name>`. */
  readonly target: string;
  /** The synced commit: 40 hexadecimal digits. */
  readonly commit: string;
  /** The approved plan. Masked. Absent where nothing was to be applied. */
  readonly approved?: Plan;
  /** Logins of the people whose approval let it pass. */
  readonly approvers: readonly string[];
  readonly state: SyncState;
  /** How it ended; absent: it has not. */
  readonly end?: SyncEnd;
  /** GitHub's number of the Deployment that shows it. */
  readonly deployment?: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewSync = Omit<SyncRecord, 'id' | 'updatedAt'>;
export type SyncPatch = Pick<SyncRecord, 'state'> & Partial<Pick<SyncRecord, 'end' | 'deployment'>>;

export interface SyncRecords {
  /**
   * Stores a sync. Where one of the same target, commit and pull request is unfinished or synced, that one is returned
   * instead.
   */
  create(sync: NewSync): Promise<SyncRecord>;
  /** Undefined when there is none with that id. */
  read(id: number): Promise<SyncRecord | undefined>;
  update(id: number, patch: SyncPatch, at: number): Promise<SyncRecord>;
  /** Oldest first. */
  ofPull(pull: PullRef): Promise<readonly SyncRecord[]>;
  /** Syncs that have not ended, of one target or of all, oldest first: a killed worker leaves them. */
  unfinished(of?: TargetRef): Promise<readonly SyncRecord[]>;
  /** Ended syncs whose end is not reported everywhere yet, oldest first. */
  untold(): Promise<readonly SyncRecord[]>;
  /** Records that a sync's end is reported everywhere. */
  told(id: number): Promise<void>;
  /** The target's last sync that applied: `synced` or `degraded`. Live is meant to match its commit. */
  lastSynced(repository: number, target: string): Promise<SyncRecord | undefined>;
  /** `lastSynced` of every target: the watched ones. */
  allSynced(): Promise<readonly SyncRecord[]>;
  /** Ends the watch of a target that is no longer in the configuration, or whose repository is gone. */
  forget(repository: number, target: string): Promise<void>;
}
