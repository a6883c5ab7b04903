import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Log } from '../log.ts';
import { type Listening, listen } from './server.ts';

/** Events that we know; a label must not take whatever somebody sends. */
const EVENTS = [
  'check_run',
  'check_suite',
  'installation',
  'installation_repositories',
  'issue_comment',
  'merge_group',
  'ping',
  'pull_request',
  'pull_request_review',
  'push',
];

const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900];

export interface Metrics {
  delivery(event: string, outcome: string): void;
  ignored(reason: string): void;
  job(queue: string, outcome: string, seconds: number): void;
  sync(outcome: string): void;
  /** @param objects undefined: cannot be told */
  drift(
    target: { repository: string; environment: string; target: string },
    objects: number | undefined,
  ): void;
  /** Whether GitHub refuses the pull request that would revert the drift. */
  refused(target: { repository: string; environment: string; target: string }, refused: boolean): void;
  /** Whether no sync of the target is on record. */
  undeployed(target: { repository: string; environment: string; target: string }, undeployed: boolean): void;
  /** The target is looked after no longer. */
  forget(target: { repository: string; environment: string; target: string }): void;
  /** The permissions that installations have not accepted. */
  unaccepted(all: readonly { readonly account: string; readonly permissions: readonly string[] }[]): void;
  /** @param status 0: no answer came */
  github(status: number): void;
  /** For Prometheus, on a port of its own: it has no authentication. */
  listen(log: Log, port: number, host: string): Promise<Listening>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const deliveries = new Counter({
    name: 'plumbline_deliveries_total',
    help: 'Webhooks that arrived, by what became of them',
    labelNames: ['event', 'outcome'],
    registers,
  });
  const ignored = new Counter({
    name: 'plumbline_ignored_total',
    help: 'Webhooks that are none of ours: of repositories that the server does not know, or malformed',
    labelNames: ['reason'],
    registers,
  });
  const jobs = new Counter({
    name: 'plumbline_jobs_total',
    help: 'Attempts of jobs, by how they ended; dead ones are not tried again',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'plumbline_job_seconds',
    help: 'How long attempts of jobs took',
    labelNames: ['queue'],
    buckets: SECONDS,
    registers,
  });
  const syncs = new Counter({
    name: 'plumbline_syncs_total',
    help: 'Syncs of targets, by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  const labelNames = ['repository', 'environment', 'target'];
  const drifted = new Gauge({
    name: 'plumbline_drifted_objects',
    help: 'Objects that differ from the commit that was synced last',
    labelNames,
    registers,
  });
  const unknown = new Gauge({
    name: 'plumbline_drift_unknown',
    help: '1 where it cannot be told whether live differs',
    labelNames,
    registers,
  });
  const refused = new Gauge({
    name: 'plumbline_drift_refused',
    help: '1 where GitHub refuses the pull request that would revert drift',
    labelNames,
    registers,
  });
  const undeployed = new Gauge({
    name: 'plumbline_not_deployed',
    help: '1 where a target of the configuration in force was never deployed',
    labelNames,
    registers,
  });
  const unaccepted = new Gauge({
    name: 'plumbline_unaccepted_permissions',
    help: '1 for each permission that the App asks for and the installation of an account does not give',
    labelNames: ['account', 'permission'],
    registers,
  });
  const github = new Counter({
    name: 'plumbline_github_requests_total',
    help: 'Requests to GitHub by the status of the answer; 0: none came',
    labelNames: ['status'],
    registers,
  });
  return {
    delivery: (event, outcome) =>
      deliveries.inc({ event: EVENTS.includes(event) ? event : 'other', outcome }),
    ignored: (reason) => ignored.inc({ reason }),
    job(queue, outcome, took) {
      jobs.inc({ queue, outcome });
      seconds.observe({ queue }, took);
    },
    sync: (outcome) => syncs.inc({ outcome }),
    drift(target, objects) {
      unknown.set(target, objects === undefined ? 1 : 0);
      // The last count stays until the drift can be told again.
      if (objects !== undefined) drifted.set(target, objects);
    },
    refused: (target, isRefused) => refused.set(target, isRefused ? 1 : 0),
    undeployed: (target, isUndeployed) => undeployed.set(target, isUndeployed ? 1 : 0),
    forget(target) {
      undeployed.remove(target);
      refused.remove(target);
      unknown.remove(target);
      drifted.remove(target);
    },
    unaccepted(all) {
      unaccepted.reset();
      for (const { account, permissions } of all)
        for (const permission of permissions) unaccepted.set({ account, permission }, 1);
    },
    github: (status) => github.inc({ status: String(status) }),
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
