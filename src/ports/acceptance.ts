/** An installation whose owner has not yet accepted everything that the App asks for. */
export interface Unaccepted {
  /** Login of the installation's account. */
  readonly account: string;
  /** `merge_queues: read`. */
  readonly permissions: readonly string[];
  /** Events that the installation is not sent. */
  readonly events: readonly string[];
  /** The features that do not work without them, in sentences. */
  readonly means: readonly string[];
}

export interface Acceptance {
  /** Installations that lack something. */
  unaccepted(): Promise<readonly Unaccepted[]>;
}
