/** Keeps the records small. */
export interface Upkeep {
  /** Deletes what nothing asks for any more: plans that only a drift that is over had, and events of a month ago. */
  sweep(): Promise<void>;
}
