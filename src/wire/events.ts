import type { Log } from '../log.ts';
import type { Tell } from '../ports/events.ts';

/** Who is told of what has happened. */
export interface Events {
  readonly tell: Tell;
  subscribe(listener: Tell): void;
}

/** A listener that fails is logged, and keeps nobody else from hearing. */
export function createEvents(log: Log): Events {
  const listeners: Tell[] = [];
  return {
    tell(event) {
      for (const listener of listeners)
        try {
          listener(event);
        } catch (err) {
          log.error({ err, event: event.type }, 'an event was not heard');
        }
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
