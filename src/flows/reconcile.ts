import { isEnded } from '../core/sync-state.ts';
import type { Acceptance, Unaccepted } from '../ports/acceptance.ts';
import type { Hooks } from '../ports/hooks.ts';
import type { Jobs, PullRef, RepositoryRef } from '../ports/jobs.ts';
import type { PreviewRecord, PreviewRecords } from '../ports/preview-records.ts';
import type { PullRequest, Pulls, Repositories } from '../ports/pulls.ts';
import type { SyncRecords } from '../ports/sync-records.ts';
import { lookAtDrift, lookAtQueue } from './listener.ts';
import { type BaseDeps, readBase } from './read-base.ts';
import { isWorthShowing } from './show-commit.ts';

export interface ReconcileDeps extends BaseDeps {
  readonly repositories: Repositories;
  readonly pulls: Pick<Pulls, 'list'>;
  readonly previews: PreviewRecords;
  readonly syncs: SyncRecords;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly hooks: Hooks;
  /** Whether the server knows the repository at all. */
  readonly knows: (repository: RepositoryRef) => boolean;
  readonly acceptance: Acceptance;
  /** Told what installations have not accepted of what the App asks for. */
  readonly unaccepted: (all: readonly Unaccepted[]) => void;
  /** A repository that cannot be asked is told of, and does not keep the others from being asked. */
  readonly failed: (repository: RepositoryRef, error: unknown) => void;
}

/** Asks GitHub what was missed: it sends no webhook twice by itself. */
export async function reconcile(deps: ReconcileDeps): Promise<void> {
  for (const sync of await deps.syncs.unfinished()) {
    await deps.jobs.enqueue('sync', { sync: sync.id }, { key: `${sync.repository.id}/${sync.target}` });
  }
  for (const repository of (await deps.repositories.list()).filter(deps.knows)) {
    await reconcileRepository(deps, repository).catch((error: unknown) => deps.failed(repository, error));
  }
  for (const { repository, target } of await deps.syncs.allSynced()) {
    await lookAtDrift(deps.jobs, repository, target);
  }
  await deps.hooks.redeliverFailed();
  deps.unaccepted(await deps.acceptance.unaccepted());
}

async function reconcileRepository(deps: ReconcileDeps, repository: RepositoryRef): Promise<void> {
  const { open, merged } = await deps.pulls.list(repository);
  for (const pull of open) {
    const missing = await missingOf(deps, pull);
    if (missing !== undefined) await enqueue(deps, missing, pull);
  }
  for (const pull of merged) if (await isUnsynced(deps, pull)) await enqueue(deps, 'deploy', pull);
  await lookAtQueue(deps.jobs, repository);
  const before = await deps.configurations.inForce(repository.id);
  const base = await readBase(deps, repository);
  // The server's own file may have put another one in force.
  if (before !== undefined && base.inForce.id !== before.id)
    await deps.jobs.enqueue('refresh', { repository }, { key: String(repository.id) });
  const config = await base.config();
  for (const { id } of config?.environments.flatMap(({ targets }) => targets) ?? []) {
    await lookAtDrift(deps.jobs, repository, id);
  }
}

/** What was not done for a pull request: its head is to be planned, or what was planned to be put on show. */
async function missingOf(
  { previews }: ReconcileDeps,
  pull: PullRequest,
): Promise<'preview' | 'decide' | undefined> {
  const records = await previews.ofPull({ repository: pull.repository.id, pull: pull.number });
  const ofHead = new Map(
    records.filter(({ head }) => head === pull.head.sha).map((each) => [each.environment, each]),
  );
  if (ofHead.size === 0) return 'preview';
  const isShown = [...ofHead.values()].every((each) => each.shownAt !== undefined || !isWorthShowing(each));
  return isShown ? undefined : 'decide';
}

/** Only what we have spoken about while it was open is ours to deploy: what was merged before we came is history. */
async function isUnsynced({ previews, syncs }: ReconcileDeps, pull: PullRequest): Promise<boolean> {
  const records = await recordsOf(previews, pull);
  if (!records.some(({ targets }) => targets.length > 0)) return false;
  const done = await syncs.ofPull({ repository: pull.repository.id, pull: pull.number });
  return done.length === 0 || done.some(({ state }) => !isEnded(state));
}

function recordsOf(
  previews: PreviewRecords,
  { repository, number }: PullRef,
): Promise<readonly PreviewRecord[]> {
  return previews.ofPull({ repository: repository.id, pull: number });
}

function enqueue(
  deps: ReconcileDeps,
  queue: 'preview' | 'decide' | 'deploy',
  { repository, number }: PullRef,
): Promise<void> {
  return deps.jobs.enqueue(queue, { repository, number }, { key: `${repository.id}#${number}` });
}
