import { join, resolve } from 'node:path';
import { programsOf } from './config/env.ts';
import { CONFIG_FILES, findConfig, readConfig } from './config/load.ts';
import { type ServerEnv, readServerEnv } from './config/server-env.ts';
import { type ServerConfig, loadServerConfig } from './config/server.ts';
import { type Handlers, createHandlers, startWork } from './flows/handlers.ts';
import { createListener, lookAtDrift } from './flows/listener.ts';
import { type Watches, createWatches } from './flows/watches.ts';
import { createMirror } from './git/mirror.ts';
import { createAcceptance } from './github/acceptance.ts';
import { type App, createApp } from './github/app.ts';
import { createChecks } from './github/checks.ts';
import { createConversation } from './github/conversation.ts';
import { createDeployments } from './github/deployments.ts';
import { createDriftPulls } from './github/drift-pulls.ts';
import { listen } from './github/events.ts';
import { createHooks } from './github/hooks.ts';
import { readPrivateKey } from './github/private-key.ts';
import { createPulls } from './github/pulls.ts';
import { createRepositories } from './github/repositories.ts';
import { createReviewers } from './github/reviewers.ts';
import { type Clusters, createClusters } from './kubernetes/clusters.ts';
import { createKubernetesEngine } from './kubernetes/engine.ts';
import { createKubernetesWatcher } from './kubernetes/watch.ts';
import { type Log, createLog } from './log.ts';
import type { Clock } from './ports/clock.ts';
import type { Grants } from './ports/grants.ts';
import type { RepositoryRef, TargetRef } from './ports/jobs.ts';
import type { Repositories } from './ports/pulls.ts';
import type { SyncRecord } from './ports/sync-records.ts';
import { createRenderer } from './render/choose.ts';
import { probeIsolation } from './render/probe-isolation.ts';
import { progressLine } from './report/deployment.ts';
import type { Store } from './store/open.ts';
import { readOrMakeKey } from './store/state-folder.ts';
import { version } from './version.ts';
import { tellUnaccepted } from './wire-acceptance.ts';
import type { Base } from './wire-base.ts';
import { wireFront } from './wire-front.ts';
import { wireNeeds } from './wire-needs.ts';
import { wireStore } from './wire-store.ts';
import { lookUntilMet } from './web/readiness.ts';
import { createMetrics } from './web/metrics.ts';
import { requireSecret } from './web/secret.ts';

/** How long a sync waits for health, in milliseconds. */
const SYNC_TIMEOUT = 10 * 60_000;
const RECONCILE = 10 * 60_000;

export interface Server {
  /** Takes no more, lets what is running end, and lets everything go. */
  stop(): Promise<void>;
}

/**
 * The App, wired to this process's environment.
 * @throws OpsError for a variable, a file or a folder that will not do: nothing listens then.
 */
export async function startServer(
  variables: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): Promise<Server> {
  const env = readServerEnv(variables);
  requireSecret(env.PLUMBLINE_WEBHOOK_SECRET);
  const config = await loadServerConfig(env.PLUMBLINE_SERVER_CONFIG);
  const base = { env, config, clock, log: createLog(env.PLUMBLINE_LOG_LEVEL), metrics: createMetrics() };
  // What was opened last is closed first: jobs that still run need the clusters.
  const opened = new AsyncDisposableStack();
  try {
    await openAll(base, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
  return { stop: () => opened.disposeAsync() };
}

async function openAll(base: Base, opened: AsyncDisposableStack): Promise<void> {
  base.log.info({ version, api: base.env.PLUMBLINE_GITHUB_API_URL }, 'starting');
  await tellIsolation(base);
  const app = await wireApp(base);
  const repositories = createRepositories(app, base.log);
  const clusters = opened.adopt(createClusters(base.config.clusters, process.env, base.log), (each) =>
    each.close(),
  );
  const store = opened.adopt(await wireStore(base), (each) => each.close());
  // A port that is taken is told before any work is begun; what arrives already is stored.
  const readiness = opened.adopt(
    lookUntilMet({ ...base, needs: wireNeeds({ ...base, app, repositories, clusters }) }),
    (each) => each.stop(),
  );
  opened.defer(await wireFront(base, store, readiness));
  const watches = opened.adopt(wireWatches(base, store, clusters), (each) => each.stop());
  const handlers = await wireHandlers(base, { app, repositories, store, clusters, watches });
  listen(app, wireListener(base, store), base.log);
  await app.probot.ready();
  await startWork(store.jobs, handlers);
  opened.defer(reconcileNowAndThen(base, store));
}

/** At the start, since a pull request would be the first to learn it otherwise. */
async function tellIsolation({ env, log }: Base): Promise<void> {
  const isolation = await probeIsolation(programsOf(env, process.env['PATH']));
  if (isolation.works) return log.info({ bwrap: isolation.bwrap }, 'kustomize and helm run isolated');
  const { missing, grant } = isolation;
  log.warn({ missing, grant }, 'nothing isolates kustomize and helm: they render only what is merged');
}

function wireWatches({ clock, log }: Base, { jobs }: Store, clusters: Clusters): Watches {
  const failed = (target: TargetRef, err: unknown) =>
    log.error({ err, repository: target.repository.name, target: target.target }, 'watch failed');
  return createWatches({
    watcher: createKubernetesWatcher({ connect: (name) => clusters.connect(name), clock, log }),
    changed: (ref) => {
      lookAtDrift(jobs, ref.repository, ref.target).catch((error: unknown) => failed(ref, error));
    },
    failed,
  });
}

interface Parts {
  readonly app: App;
  readonly repositories: Repositories;
  readonly store: Store;
  readonly clusters: Clusters;
  readonly watches: Watches;
}

async function wireHandlers(
  base: Base,
  { app, repositories, store, clusters, watches }: Parts,
): Promise<Handlers> {
  const { env, clock, config, log, metrics } = base;
  const kubernetes = createKubernetesEngine({
    connect: (name) => clusters.connect(name),
    renderer: createRenderer(programsOf(env, process.env['PATH'])),
    key: env.PLUMBLINE_KEY ?? (await readOrMakeKey(resolve(env.PLUMBLINE_DATA))),
    clock,
    version,
  });
  const deployments = createDeployments(app, pagesOf(env));
  return createHandlers({
    ...store,
    clock,
    watches,
    deployments,
    engines: { kubernetes },
    mirror: wireMirror(env, app),
    grants: wireGrants(config),
    configuration: { paths: CONFIG_FILES, find: findConfig, parse: readConfig },
    setByServer: ({ name }) => config.configurationOf(name),
    repositories,
    pulls: createPulls(app),
    conversation: createConversation(app),
    checks: createChecks(app),
    reviewers: createReviewers(app),
    driftPulls: createDriftPulls(app),
    hooks: createHooks(app, clock),
    acceptance: createAcceptance(app),
    unaccepted: tellUnaccepted(log, metrics),
    timeout: SYNC_TIMEOUT,
    dispatch: ({ id, name, payload }) => app.probot.receive({ id, name, payload } as never),
    knows: ({ name }) => config.knows(name),
    failed: ({ name }, err) =>
      log.warn({ err, repository: name }, 'what is to be done at GitHub could not be done'),
    measure: (ref, objects) => metrics.drift(labelsOf(ref), objects),
    undeployed: (ref, undeployed) => metrics.undeployed(labelsOf(ref), undeployed),
    unmeasure: (ref) => metrics.forget(labelsOf(ref)),
    refused: (ref, refused) => metrics.refused(labelsOf(ref), refused),
    leftAlone: ({ repository, target }, why) =>
      log.warn({ repository: repository.name, target, why }, 'drift is left alone'),
    concluded: ({ state }) => metrics.sync(state),
    progress: (sync, event) => showProgress({ deployments, log }, sync, event),
  });
}

function labelsOf({ repository, target }: TargetRef) {
  return { repository: repository.name, environment: target.split('/')[0] ?? '', target };
}

/** A word that does not arrive is no reason to stop a sync. */
function showProgress(
  { deployments, log }: { deployments: ReturnType<typeof createDeployments>; log: Log },
  { repository, deployment, target, pull }: SyncRecord,
  event: Parameters<typeof progressLine>[1],
): void {
  const description = progressLine(target, event);
  if (description === undefined || deployment === undefined) return;
  deployments
    .progress(repository, deployment, {
      state: 'in_progress',
      description,
      ...(pull !== undefined && { pull }),
    })
    .catch((err: unknown) => log.warn({ err, target }, 'progress could not be told'));
}

function wireListener({ clock, config, metrics }: Base, store: Store) {
  return createListener({
    ...store,
    clock,
    knows: ({ name }) => config.knows(name),
    ignored: (reason) => metrics.ignored(reason),
  });
}

/** At the start and now and then: GitHub sends no webhook twice by itself. */
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

async function wireApp({ env, log, metrics }: Base): Promise<App> {
  return createApp({
    id: env.PLUMBLINE_APP_ID,
    privateKey: await readPrivateKey(env.PLUMBLINE_PRIVATE_KEY_FILE),
    secret: env.PLUMBLINE_WEBHOOK_SECRET,
    apiUrl: env.PLUMBLINE_GITHUB_API_URL,
    log,
    answered: (status) => metrics.github(status),
  });
}

function pagesOf(env: ServerEnv): string {
  return env.PLUMBLINE_GITHUB_URL.replace(/\/$/, '');
}

function wireMirror(env: ServerEnv, app: App) {
  return createMirror({
    folder: join(resolve(env.PLUMBLINE_DATA), 'mirrors'),
    url: pagesOf(env),
    token: async ({ installation }: RepositoryRef) => {
      const octokit = await app.asInstallation(installation);
      const { token } = (await octokit.auth({ type: 'installation' })) as { token: string };
      return token;
    },
  });
}

/** Without a grant a repository reaches nothing. */
function wireGrants(config: ServerConfig): Grants {
  const nothing = { namespaces: [], clusterScoped: false };
  return {
    limit: (target, repository) => ({
      ...target,
      grant: config.grantOf(repository, target.cluster) ?? nothing,
    }),
  };
}
