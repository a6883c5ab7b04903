import type { RecordedEvent } from '../events.ts';

export interface StoredEvent {
  /** Grows; a subscriber's cursor in a repository is the id of the last one that it has heard. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: RecordedEvent;
}

/**
 * What has happened, written in the transaction of what it tells, and kept for a month. Subscribers read it by their
 * names; a new one begins with the oldest event.
 */
export interface EventRecords {
  /** The repositories with events that a subscriber has not heard. */
  waiting(subscriber: string): Promise<readonly number[]>;
  /** The next events of a repository that a subscriber has not heard, oldest first. */
  unread(subscriber: string, repository: number, most: number): Promise<readonly StoredEvent[]>;
  /** Records that a subscriber has heard all events of a repository up to this one. */
  read(subscriber: string, repository: number, id: number): Promise<void>;
}
