import type { ServerConfig } from '../config/server/server-config.ts';
import type { ServerEnv } from '../config/server/server-env.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../web/metrics/metrics.ts';
import type { Events } from './events.ts';

/** The parts from which every other part of the server is made. */
export interface Base {
  readonly env: ServerEnv;
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly events: Events;
}
