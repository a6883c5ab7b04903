import type { Plan } from '../../core/plan/plan.ts';
import type { PullRef, RepositoryRef } from '../../core/refs.ts';
import type { SyncState } from '../../core/sync/state.ts';

/** A sync of one target to one commit, from before its first effect. */
export interface SyncRecord {
  readonly id: number;
  readonly repository: RepositoryRef;
  /** The merged pull request; absent for a target that was found to be in sync. */
  readonly pull?: number;
  readonly environment: string;
  /** `<environment>/<name>`. */
  readonly target: string;
  /** What is synced: 40 hexadecimal digits. */
  readonly commit: string;
  /** The approved plan. Masked. Absent where nothing was to be applied. */
  readonly approved?: Plan;
  /** Logins of those whose approval let it pass. */
  readonly approvers: readonly string[];
  readonly state: SyncState;
  /** Masked, for people: what was done, or why not. Markdown. */
  readonly report?: string;
  /** GitHub's number of the Deployment that shows it. */
  readonly deployment?: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewSync = Omit<SyncRecord, 'id' | 'updatedAt'>;
export type SyncPatch = Pick<SyncRecord, 'state'> & Partial<Pick<SyncRecord, 'report' | 'deployment'>>;

export interface SyncRecords {
  /**
   * Stores it, unless there is one of the same target, commit and pull request that has not ended or that synced:
   * then that one is given back.
   */
  create(sync: NewSync): Promise<SyncRecord>;
  /** Undefined when there is none with that id. */
  read(id: number): Promise<SyncRecord | undefined>;
  update(id: number, patch: SyncPatch, at: number): Promise<SyncRecord>;
  /** Oldest first. */
  ofPull(pull: PullRef): Promise<readonly SyncRecord[]>;
  /** Those that have not ended, oldest first: what a killed worker left. */
  unfinished(): Promise<readonly SyncRecord[]>;
  /** Those that have ended, and of which that is not said everywhere yet, oldest first. */
  untold(): Promise<readonly SyncRecord[]>;
  /** How it ended is said wherever it is to be. */
  told(id: number): Promise<void>;
  /** The last one of the target that applied: `synced` or `degraded`. Its commit is what live is to be. */
  lastSynced(repository: number, target: string): Promise<SyncRecord | undefined>;
  /** `lastSynced` of every target: what is watched. */
  allSynced(): Promise<readonly SyncRecord[]>;
  /** The target is no longer in the configuration, or its repository is gone: it is not watched any more. */
  forget(repository: number, target: string): Promise<void>;
}
