import type { RepositoryRef } from '../core/refs.ts';
import type { Clock } from '../ports/clock.ts';
import type { IgnoredReason, Tell } from '../ports/events.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { ApprovalRecords } from '../ports/records/approval-records.ts';
import type { Deliveries } from '../ports/records/deliveries.ts';
import type { SyncRecords } from '../ports/records/sync-records.ts';
import type { RepositoryEvent, Webhook } from '../ports/webhook-event.ts';
import { enqueue, isApproval, jobsFor } from './jobs-for.ts';

export interface ReceiveDeps {
  readonly deliveries: Pick<Deliveries, 'read' | 'finish' | 'claim'>;
  /** Reads the payload of an event. @param name GitHub's: `pull_request` */
  readonly readEvent: (name: string, payload: unknown) => Webhook;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly approvals: Pick<ApprovalRecords, 'save'>;
  readonly syncs: Pick<SyncRecords, 'allSynced'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether the server knows the repository at all; of others nothing is done, and nothing is said there. */
  readonly knows: (repository: RepositoryRef) => boolean;
  readonly tell: Tell;
}

/** Works through one delivery: its jobs are enqueued, and only then it counts as done. */
export async function receive(deps: ReceiveDeps, id: string): Promise<void> {
  const delivery = await deps.deliveries.read(id);
  if (delivery === undefined) return;
  await follow(deps, id, deps.readEvent(delivery.event, JSON.parse(delivery.payload)));
  await deps.deliveries.finish(id);
}

async function follow(deps: ReceiveDeps, id: string, webhook: Webhook): Promise<void> {
  if ('installed' in webhook) return deps.jobs.enqueue('reconcile', {}, { key: 'all' });
  const ignored = (reason: IgnoredReason, repository?: string) =>
    deps.tell({ type: 'delivery-ignored', delivery: id, reason, ...(repository && { repository }) });
  if ('ignored' in webhook) return webhook.ignored === 'malformed' ? ignored('malformed') : undefined;
  const { repository, events } = webhook;
  if (!deps.knows(repository)) return ignored('unknown-repository', repository.name);
  if (events === 'malformed') return ignored('malformed', repository.name);
  for (const event of events) await followEvent(deps, repository, event);
}

async function followEvent(
  deps: ReceiveDeps,
  repository: RepositoryRef,
  event: RepositoryEvent,
): Promise<void> {
  // A replayed delivery has another id; the comment is still the same one.
  const isFollowed =
    event.type === 'commented' && !(await deps.deliveries.claim(`comment/${repository.id}/${event.comment}`));
  if (isFollowed) return;
  if (event.type === 'pressed' && isApproval(event)) await saveApproval(deps, repository, event);
  const synced = event.type === 'pushed' ? await syncedOf(deps, repository) : [];
  for (const job of jobsFor(repository, event, synced)) await enqueue(deps.jobs, job);
}

function saveApproval(
  { approvals, clock }: ReceiveDeps,
  repository: RepositoryRef,
  { by, reference }: Extract<RepositoryEvent, { type: 'pressed' }>,
): Promise<void> {
  const { pull, environment = '', fingerprint = '', shownAt } = reference;
  return approvals.save({
    repository: repository.id,
    pull,
    environment,
    fingerprint,
    user: by,
    at: clock.now(),
    ...(shownAt !== undefined && { shownAt }),
  });
}

async function syncedOf({ syncs }: ReceiveDeps, { id }: RepositoryRef): Promise<string[]> {
  const all = await syncs.allSynced();
  return all.filter(({ repository }) => repository.id === id).map(({ target }) => target);
}
