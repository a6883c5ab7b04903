import type { CommitRef, RepositoryRef, PullRef, TargetRef } from '../core/refs.ts';

/** Each queue with the data of its jobs. Jobs carry names only: facts are read when the job runs. */
export interface JobData {
  /** Work through a delivery. */
  readonly receive: { readonly delivery: string };
  /** Plan a pull request's merge, then decide and show the plans. */
  readonly preview: PullRef;
  /** Decide a pull request's existing plans anew. */
  readonly decide: PullRef;
  /** Decide and show the plans of every pull request with that head: 40 hexadecimal digits. */
  readonly 'decide-commit': CommitRef;
  /** Decide the entries of the merge queue into the default branch. */
  readonly queue: { readonly repository: RepositoryRef };
  /** Compare the default branch's configuration with the one in force. */
  readonly configuration: { readonly repository: RepositoryRef };
  /** Follow a comment that may be a command. */
  readonly command: PullRef & {
    readonly comment: number;
    /** The comment was edited, maybe in the very second of its creation: it is no command. */
    readonly edited?: true;
  };
  /** Show the answers to commands in the pull request. */
  readonly answer: PullRef;
  /** Sync the approved plans of a merged pull request. */
  readonly deploy: PullRef & {
    /** Only this environment; absent: all. */
    readonly environment?: string;
    /** A person asks for it: failed syncs are tried again too. */
    readonly again?: true;
  };
  /** One target's sync, by the id of its record. */
  readonly sync: { readonly sync: number };
  /** Compare live with the synced commit. */
  readonly 'detect-drift': TargetRef;
  /**
   * Plan the open pull requests again, since live or the default branch moved, or a person asks. `moved`: only the pull
   * requests whose plans may have changed with the default branch; `target`: only those that touch the target; `head`:
   * only those with the head.
   */
  readonly refresh: {
    readonly repository: RepositoryRef;
    readonly moved?: true;
    readonly target?: string;
    readonly head?: string;
  };
  /** Tell a subscriber the recorded events of a repository, by GitHub's number, that it has not heard. */
  readonly tell: { readonly subscriber: string; readonly repository: number };
  /** Make up for missed webhooks. */
  readonly reconcile: Record<string, never>;
}

export type Queue = keyof JobData;

export interface JobOptions {
  /** Jobs of a queue with the same key run one at a time, and at most one of them waits: a second is the same work. */
  readonly key: string;
  /** Delay in milliseconds. Of several jobs with one key the last delay counts. */
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

/** Durable work: a job is done or tried again, even after the process was killed in the middle of it. */
export interface Jobs {
  enqueue<Name extends Queue>(queue: Name, data: JobData[Name], options: JobOptions): Promise<void>;
  /**
   * Runs the queue's jobs from now on. A handler that throws is tried again, later each time; after the last attempt
   * the job is counted and logged as dead, and the queue goes on. A handler may run twice for one job.
   */
  work<Name extends Queue>(
    queue: Name,
    handler: (data: JobData[Name], context: JobContext) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<void>;
}
