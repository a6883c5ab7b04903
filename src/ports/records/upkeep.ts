/** Keeps the records small. */
export interface Upkeep {
  /** Deletes what nothing asks for any more: plans of drifts that are over, where no preview and no sync has them too. */
  sweep(): Promise<void>;
}
