import { programsOf } from '../config/env.ts';
import { loadServerConfig } from '../config/server/server-config.ts';
import { readServerEnv } from '../config/server/server-env.ts';
import type { TargetRef } from '../core/refs.ts';
import { type Watches, createWatches } from '../flows/drift/watches.ts';
import { startWork } from '../flows/handlers.ts';
import { lookAtDrift } from '../flows/jobs-for.ts';
import type { Engines } from '../flows/plan-target.ts';
import { type App, createApp } from '../github/app/app.ts';
import { readPrivateKey } from '../github/app/private-key.ts';
import { createRepositories } from '../github/repositories.ts';
import { createClusters } from '../kubernetes/clusters.ts';
import { createLog } from '../log.ts';
import type { Clock } from '../ports/clock.ts';
import { probeIsolation } from '../process/probe-isolation.ts';
import { startElsewhere } from '../process/start-program.ts';
import type { Store } from '../store/open.ts';
import { version } from '../version.ts';
import { createMetrics } from '../web/metrics/metrics.ts';
import { lookUntilMet } from '../web/readiness.ts';
import { requireSecret } from '../web/secret.ts';
import type { Base } from './base.ts';
import { type WiredEngine, enginesOf, wireKubernetes } from './engines.ts';
import { logEvents } from './event-log.ts';
import { createEvents } from './events.ts';
import { wireFront } from './front.ts';
import { wireHandlers } from './handlers.ts';
import { wireNeeds } from './needs.ts';
import { wireStore } from './store.ts';

/** How often GitHub is asked what was missed, in milliseconds. */
const RECONCILE = 10 * 60_000;

export interface Server {
  /** Takes no more deliveries, lets running jobs end, and closes everything. */
  stop(): Promise<void>;
}

/**
 * The App, wired to this process's environment.
 * @param more engines beside those that every server has
 * @throws OpsError for a variable, a file or a folder that will not do: nothing listens then.
 */
export async function startServer(
  variables: Readonly<Record<string, string | undefined>>,
  clock: Clock,
  more: readonly WiredEngine[] = [],
): Promise<Server> {
  const env = readServerEnv(variables);
  requireSecret(env.PLUMBLINE_WEBHOOK_SECRET);
  const config = await loadServerConfig(env.PLUMBLINE_SERVER_CONFIG);
  const log = createLog(env.PLUMBLINE_LOG_LEVEL);
  const metrics = createMetrics();
  const events = createEvents(log);
  for (const listener of [metrics.tell, logEvents(log)]) events.subscribe(listener);
  const base = { env, config, clock, log, metrics, events };
  // The last one opened is closed first: jobs that still run need the clusters.
  const opened = new AsyncDisposableStack();
  try {
    await openAll(base, more, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
  return { stop: () => opened.disposeAsync() };
}

async function openAll(
  base: Base,
  more: readonly WiredEngine[],
  opened: AsyncDisposableStack,
): Promise<void> {
  base.log.info({ version, api: base.env.PLUMBLINE_GITHUB_API_URL }, 'starting');
  // Before this process is large: starting the spawner is the last time that it stands still for a program.
  startElsewhere();
  await tellIsolation(base);
  const app = await wireApp(base);
  const repositories = createRepositories(app, base.log);
  const clusters = opened.adopt(createClusters(base.config.clusters, process.env, base.log), (each) =>
    each.close(),
  );
  const store = opened.adopt(await wireStore(base), (each) => each.close());
  // The server listens before any work is begun: a taken port is told at once, and deliveries that arrive already are
  // stored.
  const readiness = opened.adopt(
    lookUntilMet({ ...base, needs: wireNeeds({ ...base, app, repositories, clusters }) }),
    (each) => each.stop(),
  );
  opened.defer(await wireFront(base, store, readiness));
  const engines = [await wireKubernetes(base, clusters), ...more];
  const watches = opened.adopt(wireWatches(base, store, enginesOf(engines)), (each) => each.stop());
  const handlers = wireHandlers(base, { app, repositories, store, engines, watches });
  await app.probot.ready();
  await startWork(store.jobs, handlers);
  opened.defer(reconcileNowAndThen(base, store));
}

/** Logs at the start whether tools are isolated: otherwise a pull request would be the first to learn it. */
async function tellIsolation({ env, log }: Base): Promise<void> {
  const isolation = await probeIsolation(programsOf(env, process.env['PATH']));
  if (isolation.works) return log.info({ bwrap: isolation.bwrap }, 'kustomize and helm run isolated');
  const { missing, grant } = isolation;
  log.warn({ missing, grant }, 'nothing isolates kustomize and helm: they render only what is merged');
}

function wireWatches({ log }: Base, { jobs }: Store, engines: Engines): Watches {
  const failed = (target: TargetRef, err: unknown) =>
    log.error({ err, repository: target.repository.name, target: target.target }, 'watch failed');
  return createWatches({
    engines,
    changed: (ref) => {
      lookAtDrift(jobs, ref.repository, ref.target).catch((error: unknown) => failed(ref, error));
    },
    failed,
  });
}

/** Reconciles at the start and now and then: GitHub sends no webhook twice by itself. */
function reconcileNowAndThen({ log }: Base, { jobs }: Store): () => void {
  const ask = () => {
    jobs
      .enqueue('reconcile', {}, { key: 'all' })
      .catch((err: unknown) => log.error({ err }, 'reconcile not enqueued'));
  };
  ask();
  const timer = setInterval(ask, RECONCILE);
  return () => clearInterval(timer);
}

async function wireApp({ env, log, events }: Base): Promise<App> {
  return createApp({
    id: env.PLUMBLINE_APP_ID,
    privateKey: await readPrivateKey(env.PLUMBLINE_PRIVATE_KEY_FILE),
    secret: env.PLUMBLINE_WEBHOOK_SECRET,
    apiUrl: env.PLUMBLINE_GITHUB_API_URL,
    log,
    answered: (status) => events.tell({ type: 'github-answered', status }),
  });
}
