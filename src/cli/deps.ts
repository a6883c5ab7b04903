import type { ConfigurationReader } from '../config/repository/configuration.ts';
import type { Engines } from '../flows/plan-target.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanRecords } from '../ports/records/plan-records.ts';
import type { Repository } from '../ports/repository.ts';
import type { Source } from '../ports/source.ts';
import type { Terminal } from './terminal.ts';

export interface ClusterOptions {
  /** Path of a kubeconfig; absent: `KUBECONFIG`, or `~/.kube/config`. */
  readonly kubeconfig?: string | undefined;
  /** The user to act as. */
  readonly as?: string | undefined;
  /** Contexts by the name of the cluster, where the two names differ. */
  readonly contexts: ReadonlyMap<string, string>;
}

/** The dependencies of the commands; `wire/` provides the real ones. */
export interface CliDeps {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly clock: Clock;
  readonly records: PlanRecords;
  readonly configuration: ConfigurationReader;
  /** From now on an interrupt (Ctrl-C) aborts this signal instead of ending the process; the second one ends it. */
  interruptible(): AbortSignal;
  /** The Git repository around a folder; undefined where there is none. */
  repositoryAt(folder: string): Promise<Repository | undefined>;
  /** A folder as a source of its own. */
  folderSource(folder: string): Source;
  /** The kind of a path; a pipe or the like counts as a file. */
  kindOf(path: string): Promise<'folder' | 'file' | 'nothing'>;
  /**
   * One file, or the standard input (`-`), as a source of its own.
   * @throws OpsError `not-found` where there is no such file
   */
  fileSource(file: string, called: { readonly path: string; readonly repository: string }): Promise<Source>;
  /** The context that kubectl would use; undefined where there is none. */
  currentContext(options: Pick<ClusterOptions, 'kubeconfig'>): Promise<string | undefined>;
  engines(options: ClusterOptions): Promise<Engines>;
  /** Starts the App; resolves when it listens. */
  startServer(): Promise<{ stop(): Promise<void> }>;
  /** Resolves at Ctrl-C or another signal to end; keeps the process alive until then. */
  askedToEnd(): Promise<void>;
}
