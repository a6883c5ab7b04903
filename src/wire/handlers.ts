import { join, resolve } from 'node:path';
import { createConfiguration } from '../config/repository/configuration.ts';
import type { ServerEnv } from '../config/server/server-env.ts';
import type { RepositoryRef } from '../core/refs.ts';
import type { Watches } from '../flows/drift/watches.ts';
import { type Handlers, createHandlers } from '../flows/handlers.ts';
import { wakeForEvent } from '../flows/tell-subscriber.ts';
import { createMirror } from '../git/mirror.ts';
import { createAcceptance } from '../github/app/acceptance.ts';
import type { App } from '../github/app/app.ts';
import { createChecks } from '../github/checks.ts';
import { createConversation } from '../github/comments/conversation.ts';
import { createDeployments } from '../github/deployments.ts';
import { createDriftPulls } from '../github/pulls/drift-pulls.ts';
import { createPulls } from '../github/pulls/pulls.ts';
import { createReviewers } from '../github/pulls/reviewers.ts';
import { readEvent } from '../github/read-event.ts';
import { createWebhookDeliveries } from '../github/webhook-deliveries.ts';
import type { Repositories } from '../ports/pulls.ts';
import type { Store } from '../store/open.ts';
import type { Base } from './base.ts';
import { type WiredEngine, enginesOf, grantsOf } from './engines.ts';
import { showProgress } from './show-progress.ts';

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
  const { env, clock, config, log, events } = base;
  const deployments = createDeployments(app, pagesOf(env));
  events.subscribe(showProgress(deployments, log));
  events.subscribe((event) => {
    wakeForEvent(store.jobs, event).catch((err: unknown) => log.warn({ err }, 'subscribers are woken later'));
  });
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
    timeout: SYNC_TIMEOUT,
    readEvent: (name, payload) => readEvent(app.id, name, payload),
    knows: ({ name }) => config.knows(name),
    tell: events.tell,
  });
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
