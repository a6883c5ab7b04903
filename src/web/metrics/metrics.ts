import { Registry, collectDefaultMetrics } from 'prom-client';
import type { Log } from '../../log.ts';
import type { Tell } from '../../ports/events.ts';
import { type Listening, listen } from '../server.ts';
import { DELIVERIES } from './deliveries.ts';
import { DRIFT_REFUSED } from './drift-refused.ts';
import { DRIFT_UNKNOWN } from './drift-unknown.ts';
import { DRIFTED_OBJECTS } from './drifted-objects.ts';
import { GITHUB_REQUESTS } from './github-requests.ts';
import { IGNORED } from './ignored.ts';
import { JOB_SECONDS } from './job-seconds.ts';
import { JOBS } from './jobs.ts';
import type { Metric } from './metric.ts';
import { NOT_DEPLOYED } from './not-deployed.ts';
import { SYNCS } from './syncs.ts';
import { UNACCEPTED_PERMISSIONS } from './unaccepted-permissions.ts';

const ALL: readonly Metric[] = [
  DELIVERIES,
  IGNORED,
  JOBS,
  JOB_SECONDS,
  SYNCS,
  DRIFTED_OBJECTS,
  DRIFT_UNKNOWN,
  DRIFT_REFUSED,
  NOT_DEPLOYED,
  UNACCEPTED_PERMISSIONS,
  GITHUB_REQUESTS,
];

export interface Metrics {
  readonly tell: Tell;
  /** For Prometheus, on a port of its own: it has no authentication. */
  listen(log: Log, port: number, host: string): Promise<Listening>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const listeners = ALL.map((metric) => metric([registry]));
  return {
    tell(event) {
      for (const told of listeners) told(event);
    },
    listen: (log, port, host) =>
      listen(
        async ({ request, response }) => {
          const found = request.url?.split('?')[0] === '/metrics';
          const text = found ? await registry.metrics() : 'Not found. Metrics are at /metrics.\n';
          response.writeHead(found ? 200 : 404, { 'content-type': registry.contentType });
          response.end(text);
        },
        log,
        { port, host },
      ),
  };
}
