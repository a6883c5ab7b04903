import { type RepositoryRef, refKey } from '../core/refs.ts';
import { isEnded } from '../core/sync/state.ts';
import type { Acceptance } from '../ports/acceptance.ts';
import type { Tell } from '../ports/events.ts';
import type { PullRequest, Pulls, Repositories } from '../ports/pulls.ts';
import type { PreviewRecords } from '../ports/records/preview-records.ts';
import type { SyncRecords } from '../ports/records/sync-records.ts';
import type { Upkeep } from '../ports/records/upkeep.ts';
import type { WebhookDeliveries } from '../ports/webhook-deliveries.ts';
import { type BaseDeps, readBase } from './configuration/read-base.ts';
import { lookAtDrift, lookAtQueue } from './jobs-for.ts';
import { type MakeUpDeps, makeUp } from './make-up.ts';
import { type WakeDeps, wakeSubscribers } from './tell-subscriber.ts';

export type ReconcileDeps = BaseDeps &
  MakeUpDeps &
  WakeDeps & {
    readonly repositories: Pick<Repositories, 'list'>;
    readonly pulls: Pick<Pulls, 'list'>;
    readonly previews: Pick<PreviewRecords, 'touched'>;
    readonly syncs: Pick<SyncRecords, 'ofPull' | 'unfinished' | 'untold' | 'allSynced'>;
    readonly webhookDeliveries: WebhookDeliveries;
    /** Whether the server knows the repository at all. */
    readonly knows: (repository: RepositoryRef) => boolean;
    readonly acceptance: Acceptance;
    readonly upkeep: Upkeep;
    readonly tell: Tell;
  };

/** Makes up for missed webhooks: GitHub never sends one twice by itself. */
export async function reconcile(deps: ReconcileDeps): Promise<void> {
  await wakeSubscribers(deps);
  for (const sync of [...(await deps.syncs.unfinished()), ...(await deps.syncs.untold())]) {
    await deps.jobs.enqueue('sync', { sync: sync.id }, { key: refKey(sync) });
  }
  for (const repository of (await deps.repositories.list()).filter(deps.knows)) {
    await reconcileRepository(deps, repository).catch((error: unknown) =>
      deps.tell({ type: 'github-failed', repository, error }),
    );
  }
  for (const { repository, target } of await deps.syncs.allSynced()) {
    await lookAtDrift(deps.jobs, repository, target);
  }
  await deps.webhookDeliveries.redeliverFailed();
  await deps.upkeep.sweep();
  deps.tell({ type: 'permissions-looked-at', unaccepted: await deps.acceptance.unaccepted() });
}

async function reconcileRepository(deps: ReconcileDeps, repository: RepositoryRef): Promise<void> {
  const before = await deps.configurations.inForce(repository.id);
  const base = await readBase(deps, repository);
  // Read after the base, which cannot hold the changes of a pull request that is still open afterwards.
  const { open, merged } = await deps.pulls.list(repository);
  const unsynced: PullRequest[] = [];
  for (const pull of merged) if (await isUnsynced(deps, pull)) unsynced.push(pull);
  await makeUp(deps, base, { repository, open, merged, unsynced });
  for (const { number } of unsynced)
    await deps.jobs.enqueue('deploy', { repository, number }, { key: refKey({ repository, number }) });
  await lookAtQueue(deps.jobs, repository);
  await deps.jobs.enqueue('configuration', { repository }, { key: refKey({ repository }) });
  // The server's own file may have put another configuration in force.
  if (before !== undefined && base.inForce.id !== before.id)
    await deps.jobs.enqueue('refresh', { repository }, { key: refKey({ repository }) });
  const config = await base.config();
  for (const { id } of config?.environments.flatMap(({ targets }) => targets) ?? []) {
    await lookAtDrift(deps.jobs, repository, id);
  }
}

/** Whether a merged pull request has plans, but no sync or an unfinished one. Merges before the App came have none. */
async function isUnsynced(
  { previews, syncs }: Pick<ReconcileDeps, 'previews' | 'syncs'>,
  pull: PullRequest,
): Promise<boolean> {
  if (!(await previews.touched(pull))) return false;
  const done = await syncs.ofPull(pull);
  return done.length === 0 || done.some(({ state }) => !isEnded(state));
}
