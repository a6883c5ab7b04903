import type { CommitRef, RepositoryRef, PullRef, TargetRef } from '../core/refs.ts';

/** Each queue, and what its jobs carry. Jobs carry names only: facts are read when the job runs. */
export interface JobData {
  /** A delivery is to be worked through. */
  readonly receive: { readonly delivery: string };
  /** Plan what merging would change live, say it, and decide. */
  readonly preview: PullRef;
  /** Decide anew about the plans that are there of a pull request. */
  readonly decide: PullRef;
  /** Decide about, and show, the plans of every pull request that has that head: 40 hexadecimal digits. */
  readonly 'decide-commit': CommitRef;
  /** Decide about the entries of the merge queue into the default branch. */
  readonly queue: { readonly repository: RepositoryRef };
  /** Compare the default branch's configuration with the one in force. */
  readonly configuration: { readonly repository: RepositoryRef };
  /** Somebody wrote a comment that may be a command. */
  readonly command: PullRef & {
    readonly comment: number;
    /** It was edited, in whatever second: what it says is none. */
    readonly edited?: true;
  };
  /** Say in the pull request what was answered to commands. */
  readonly answer: PullRef;
  /** A pull request was merged: what was approved is to be synced. */
  readonly deploy: PullRef & {
    /** Only this one; absent: all. */
    readonly environment?: string;
    /** Somebody asks for it: what failed is tried again, too. */
    readonly again?: true;
  };
  /** One target's sync, by the id of its record. */
  readonly sync: { readonly sync: number };
  /** Compare live with the synced commit. */
  readonly 'detect-drift': TargetRef;
  /**
   * Live or the default branch moved, or somebody asks: plan the open pull requests again; only those that touch the
   * target, if it is named, or have that head.
   */
  readonly refresh: {
    readonly repository: RepositoryRef;
    readonly target?: string;
    readonly head?: string;
  };
  /** Ask GitHub what was missed. */
  readonly reconcile: Record<string, never>;
}

export type Queue = keyof JobData;

export interface JobOptions {
  /** Jobs of a queue with one key run one at a time, and at most one of them waits: a second one is the same work. */
  readonly key: string;
  /** Not before so many milliseconds have passed. Of one key the last wish about the time counts. */
  readonly after?: number;
}

export interface JobContext {
  /** Aborted when the worker is asked to stop. */
  readonly signal: AbortSignal;
  /** 1 at the first attempt. */
  readonly attempt: number;
  /** No further attempt follows. */
  readonly last: boolean;
}

/** Work that survives: a job is done or tried again, also after the process was killed in the middle. */
export interface Jobs {
  enqueue<Name extends Queue>(queue: Name, data: JobData[Name], options: JobOptions): Promise<void>;
  /**
   * Runs the queue's jobs from now on. A handler that throws is tried again, later each time; then it is counted
   * and logged as dead, and the queue goes on. It must bear being run twice.
   */
  work<Name extends Queue>(
    queue: Name,
    handler: (data: JobData[Name], context: JobContext) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<void>;
}
