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
   * Why it came into force: it stood there when the repository was first seen, a pull request passed the gate before
   * it, people approved it on the default branch, or the server's own file names it.
   */
  readonly because: 'first-seen' | 'pull-request' | 'approved' | 'server';
  /** The pull request that brought it. */
  readonly pull?: number;
  /** Logins of those who approved it. */
  readonly approvers: readonly string[];
  /** GitHub's time before which it was not in force: whole seconds, in milliseconds since the epoch. */
  readonly since: number;
  /** GitHub's time when it certainly was. Absent: nobody could ask. */
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
   * Puts the next one in force.
   * @param after the id of the one that it follows; undefined: it is the first
   * @returns the one in force from now on: another one where somebody was faster
   */
  advance(next: Omit<ConfigurationRecord, 'id'>, after: number | undefined): Promise<ConfigurationRecord>;
  /** It is in force. The first time counts. @param at GitHub's time, asked for after that */
  settled(id: number, at: number): Promise<void>;
  /** Whether that is the commit that the server's own file put in force last. */
  setByServer(repository: number, commit: string): Promise<boolean>;
  /** The commit whose configuration judged last before configurations were recorded. */
  judgedBefore(repository: number): Promise<string | undefined>;
}
