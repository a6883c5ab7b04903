/** A webhook as GitHub sent it, its signature checked. */
export interface Delivery {
  /** `X-GitHub-Delivery`: the same when GitHub sends it again. */
  readonly id: string;
  /** `pull_request`, `push` … */
  readonly event: string;
  /** The raw JSON. */
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** What GitHub told us, kept until it is worked through: an answer of 202 is a promise. */
export interface Deliveries {
  /**
   * Stores the delivery and its `receive` job, both or none.
   * @returns whether it is new; one that is known is left alone.
   */
  accept(delivery: Delivery): Promise<boolean>;
  /** Undefined when there is none with that id. */
  read(id: string): Promise<Delivery | undefined>;
  /** Worked through. The payload is let go; the id stays, so that a replay is known. */
  finish(id: string): Promise<void>;
  /**
   * Takes a key that may be taken once only, such as "this comment's command".
   * @returns whether it was free.
   */
  claim(key: string): Promise<boolean>;
}
