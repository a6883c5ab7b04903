import { APPROVE } from '../core/button.ts';
import { TIP } from '../core/gate/tip.ts';
import { type RepositoryRef, refKey } from '../core/refs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Listener } from '../ports/listener.ts';
import type { ApprovalRecords } from '../ports/records/approval-records.ts';
import type { Deliveries } from '../ports/records/deliveries.ts';
import type { SyncRecords } from '../ports/records/sync-records.ts';

export interface ListenerDeps {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly deliveries: Pick<Deliveries, 'claim'>;
  readonly approvals: ApprovalRecords;
  readonly syncs: Pick<SyncRecords, 'allSynced'>;
  readonly clock: Clock;
  readonly knows: (repository: RepositoryRef) => boolean;
  readonly ignored: Listener['ignored'];
}

/** Enqueues jobs for GitHub's events: an event is a reason to look, never a fact. */
export function createListener(deps: ListenerDeps): Listener {
  const { jobs, deliveries, knows, ignored } = deps;
  const about = (queue: 'preview' | 'decide' | 'deploy') => (repository: RepositoryRef, number: number) =>
    jobs.enqueue(queue, { repository, number }, { key: refKey({ repository, number }) });
  const queued = (repository: RepositoryRef) => lookAtQueue(jobs, repository);
  const lookAtTip = (repository: RepositoryRef) =>
    jobs.enqueue('configuration', { repository }, { key: refKey({ repository }) });
  const decideAnew = (repository: RepositoryRef, pull: number) =>
    pull === TIP.pull ? lookAtTip(repository) : about('decide')(repository, pull);
  const reviewed: Listener['reviewed'] = async (repository, number) => {
    await about('decide')(repository, number);
    // An approval may be taken back while the pull request waits in the merge queue.
    await queued(repository);
  };
  return {
    knows,
    ignored,
    proposed: about('preview'),
    merged: about('deploy'),
    left: about('decide'),
    reviewed,
    queued,
    async commented(repository, number, comment) {
      // A replayed delivery has another id; the comment is still the same one.
      if (!(await deliveries.claim(`comment/${repository.id}/${comment}`))) return;
      await jobs.enqueue('command', { repository, number, comment }, { key: String(comment) });
    },
    async edited(repository, number, comment) {
      await reviewed(repository, number);
      const command = { repository, number, comment, edited: true as const };
      await jobs.enqueue('command', command, { key: `${comment}/edited` });
    },
    async pressed(repository, button, by, { pull, environment, fingerprint, shownAt }) {
      if (button === APPROVE && environment !== undefined && fingerprint !== undefined) {
        const at = deps.clock.now();
        await deps.approvals.save({
          repository: repository.id,
          pull,
          environment,
          fingerprint,
          user: by,
          at,
          ...(shownAt !== undefined && { shownAt }),
        });
        await decideAnew(repository, pull);
      } else if (pull === TIP.pull) {
        await lookAtTip(repository);
      } else {
        await about('preview')(repository, pull);
        await queued(repository);
      }
    },
    async rerun(repository, head) {
      await jobs.enqueue('refresh', { repository, head }, { key: refKey({ repository, commit: head }) });
      await queued(repository);
    },
    async pushed(repository) {
      await lookAtTip(repository);
      await jobs.enqueue('refresh', { repository }, { key: refKey({ repository }) });
      for (const sync of await deps.syncs.allSynced()) {
        if (sync.repository.id === repository.id) await lookAtDrift(jobs, repository, sync.target);
      }
    },
    installed: () => jobs.enqueue('reconcile', {}, { key: 'all' }),
  };
}

export function lookAtQueue(jobs: Pick<Jobs, 'enqueue'>, repository: RepositoryRef): Promise<void> {
  return jobs.enqueue('queue', { repository }, { key: refKey({ repository }) });
}

export function lookAtDrift(
  jobs: Pick<Jobs, 'enqueue'>,
  repository: RepositoryRef,
  target: string,
): Promise<void> {
  return jobs.enqueue('detect-drift', { repository, target }, { key: refKey({ repository, target }) });
}
