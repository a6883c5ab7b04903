import { join, resolve } from 'node:path';
import { createConfiguration } from '../config/configuration.ts';
import type { ServerEnv } from '../config/server-env.ts';
import type { RepositoryRef, TargetRef } from '../core/refs.ts';
import type { Watches } from '../flows/drift/watches.ts';
import { type Handlers, createHandlers } from '../flows/handlers.ts';
import type { IgnoredReason } from '../flows/receive.ts';
import { createMirror } from '../git/mirror.ts';
import { createAcceptance } from '../github/acceptance.ts';
import type { App } from '../github/app.ts';
import { createChecks } from '../github/checks.ts';
import { createConversation } from '../github/conversation.ts';
import { createDeployments } from '../github/deployments.ts';
import { createDriftPulls } from '../github/drift-pulls.ts';
import { createPulls } from '../github/pulls.ts';
import { readEvent } from '../github/read-event.ts';
import { createReviewers } from '../github/reviewers.ts';
import { createWebhookDeliveries } from '../github/webhook-deliveries.ts';
import type { Log } from '../log.ts';
import type { Repositories } from '../ports/pulls.ts';
import type { SyncRecord } from '../ports/records/sync-records.ts';
import { progressLine } from '../report/github/deployment.ts';
import type { Store } from '../store/open.ts';
import { tellUnaccepted } from './acceptance.ts';
import type { Base } from './base.ts';
import { type WiredEngine, enginesOf, grantsOf } from './engines.ts';

/** How long a sync waits for health, in milliseconds. */
const SYNC_TIMEOUT = 10 * 60_000;

interface Parts {
  readonly app: App;
  readonly repositories: Repositories;
  readonly store: Store;
  readonly engines: readonly WiredEngine[];
  readonly watches: Watches;
}

/** The handlers of the queues' jobs, with their adapters. */
export function wireHandlers(base: Base, { app, repositories, store, engines, watches }: Parts): Handlers {
  const { env, clock, config, log, metrics } = base;
  const deployments = createDeployments(app, pagesOf(env));
  return createHandlers({
    ...store,
    clock,
    watches,
    deployments,
    engines: enginesOf(engines),
    mirror: wireMirror(env, app),
    grants: grantsOf(engines),
    configuration: createConfiguration(engines.map(({ format }) => format)),
    setByServer: ({ name }) => config.configurationOf(name),
    repositories,
    pulls: createPulls(app),
    conversation: createConversation(app),
    checks: createChecks(app),
    reviewers: createReviewers(app),
    driftPulls: createDriftPulls(app),
    webhookDeliveries: createWebhookDeliveries(app, clock),
    acceptance: createAcceptance(app),
    unaccepted: tellUnaccepted(log, metrics),
    timeout: SYNC_TIMEOUT,
    readEvent: (name, payload) => readEvent(app.id, name, payload),
    ignored: (...ignored) => tellIgnored({ log, metrics }, ...ignored),
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

const IGNORED: Readonly<Record<IgnoredReason, string>> = {
  malformed: 'Nothing needs to be done: it is not as GitHub describes its events.',
  'unknown-repository':
    'Name the repository under "repositories" of the server\'s file, or take the App away from it.',
};

function tellIgnored(
  { log, metrics }: Pick<Base, 'log' | 'metrics'>,
  delivery: string,
  reason: IgnoredReason,
  repository?: string,
): void {
  log.warn({ delivery, reason, repository, next: IGNORED[reason] }, 'delivery ignored');
  metrics.ignored(reason);
}

/** Reports progress at GitHub; a failed report is no reason to stop a sync. */
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

function pagesOf(env: ServerEnv): string {
  return env.PLUMBLINE_GITHUB_URL.replace(/\/$/, '');
}
