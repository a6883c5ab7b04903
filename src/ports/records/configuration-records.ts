import type { ConfigurationFile } from '../configuration.ts';

/** A configuration that judges a repository's pull requests, or did. */
export interface ConfigurationRecord {
  readonly id: number;
  /** GitHub's number of the repository. */
  readonly repository: number;
  /** The commit whose configuration it is: 40 hexadecimal digits. */
  readonly commit: string;
  /** Absent: the commit has none. */
  readonly file?: ConfigurationFile;
  /**
   * Why the configuration came into force. `first-seen`: the repository had it when it was first seen. `pull-request`:
   * its pull request passed the gate before it. `approved`: people approved it on the default branch. `server`: the
   * server's own file names it.
   */
  readonly because: 'first-seen' | 'pull-request' | 'approved' | 'server';
  /** The pull request that put it in force. */
  readonly pull?: number;
  /** Logins of its approvers. */
  readonly approvers: readonly string[];
  /** GitHub's time before which it was not in force: whole seconds, in milliseconds since the epoch. */
  readonly since: number;
  /** GitHub's time at which it certainly was in force. Absent: GitHub could not be asked. */
  readonly settledAt?: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Every configuration that was in force, for good; the newest is in force. */
export interface ConfigurationRecords {
  inForce(repository: number): Promise<ConfigurationRecord | undefined>;
  /** In the order in which they came into force. */
  all(repository: number): Promise<readonly ConfigurationRecord[]>;
  /**
   * Puts the next configuration in force.
   * @param after the id of the record before it; undefined: it is the first
   * @returns the record in force from now on: another one, where another process was faster
   */
  advance(next: Omit<ConfigurationRecord, 'id'>, after: number | undefined): Promise<ConfigurationRecord>;
  /** Records that it is in force; only the first call counts. @param at GitHub's time, asked for afterwards */
  settled(id: number, at: number): Promise<void>;
  /** Whether the server's own file put this commit in force last. */
  setByServer(repository: number, commit: string): Promise<boolean>;
  /** The commit whose configuration judged last before configurations were recorded. */
  judgedBefore(repository: number): Promise<string | undefined>;
}
