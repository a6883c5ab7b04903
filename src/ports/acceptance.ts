/** An installation that works by what its owner accepted before the App asked for more. */
export interface Unaccepted {
  /** Whose installation it is: a login. */
  readonly account: string;
  /** `merge_queues: read`. */
  readonly permissions: readonly string[];
  /** Events that the installation is not sent. */
  readonly events: readonly string[];
  /** What does not work without, in sentences. */
  readonly means: readonly string[];
}

export interface Acceptance {
  /** Installations that lack something. */
  unaccepted(): Promise<readonly Unaccepted[]>;
}
