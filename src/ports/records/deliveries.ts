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

/** Deliveries, kept until they are worked through: an answer of 202 is a promise. */
export interface Deliveries {
  /**
   * Stores the delivery and its `receive` job, both or none.
   * @returns whether it is new; a known one is left alone.
   */
  accept(delivery: Delivery): Promise<boolean>;
  /** Undefined when there is none with that id. */
  read(id: string): Promise<Delivery | undefined>;
  /** Drops the payload of a finished delivery; the id stays, so that a replay is recognized. */
  finish(id: string): Promise<void>;
  /**
   * Takes a key that can be taken only once, such as "this comment's command".
   * @returns whether it was free.
   */
  claim(key: string): Promise<boolean>;
}
