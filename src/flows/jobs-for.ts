import { APPROVE } from '../core/button.ts';
import { TIP } from '../core/gate/tip.ts';
import { type RepositoryRef, type TargetRef, refKey } from '../core/refs.ts';
import type { JobData, Jobs, Queue } from '../ports/jobs.ts';
import type { RepositoryEvent } from '../ports/webhook-event.ts';

/** A job to be enqueued. */
export interface Job<Name extends Queue = Queue> {
  readonly queue: Name;
  readonly data: JobData[Name];
  readonly key: string;
}

/**
 * The jobs that an event is a reason for.
 * @param synced targets of the repository that were synced: live is compared with another commit from now on
 */
export function jobsFor(repository: RepositoryRef, event: RepositoryEvent, synced: readonly string[]): Job[] {
  const ofPull = (queue: 'preview' | 'decide' | 'deploy', number: number): Job => ({
    queue,
    data: { repository, number },
    key: refKey({ repository, number }),
  });
  const ofRepository = (queue: 'queue' | 'configuration'): Job => ({
    queue,
    data: { repository },
    key: refKey({ repository }),
  });
  const ofTarget = (target: string) => driftJob(repository, target);
  // What was approved may be taken back while it waits to be merged.
  const reviewed = (number: number) => [ofPull('decide', number), ofRepository('queue')];
  switch (event.type) {
    case 'proposed':
      return [ofPull('preview', event.pull)];
    case 'merged':
      return [ofPull('deploy', event.pull)];
    case 'left':
      return [ofPull('decide', event.pull)];
    case 'reviewed':
      return reviewed(event.pull);
    case 'commented':
      return [command(repository, event)];
    case 'edited':
      return [...reviewed(event.pull), command(repository, event)];
    case 'pressed': {
      const { pull } = event.reference;
      if (pull === TIP.pull) return [ofRepository('configuration')];
      return isApproval(event) ? [ofPull('decide', pull)] : [ofPull('preview', pull), ofRepository('queue')];
    }
    case 'rerun': {
      const { commit: head } = event;
      const key = refKey({ repository, commit: head });
      return [{ queue: 'refresh', data: { repository, head }, key }, ofRepository('queue')];
    }
    case 'queued':
      return [ofRepository('queue')];
    case 'pushed':
      return [ofRepository('configuration'), moved(repository), ...synced.map(ofTarget)];
    default:
      return event satisfies never;
  }
}

/** A key of its own: a refresh of all pull requests that comes meanwhile is other work. */
function moved(repository: RepositoryRef): Job {
  return { queue: 'refresh', data: { repository, moved: true }, key: `${refKey({ repository })}/moved` };
}

function command(
  repository: RepositoryRef,
  { type, pull: number, comment }: Extract<RepositoryEvent, { type: 'commented' | 'edited' }>,
): Job {
  const data = { repository, number, comment };
  return type === 'commented'
    ? { queue: 'command', data, key: String(comment) }
    : { queue: 'command', data: { ...data, edited: true }, key: `${comment}/edited` };
}

/** Whether a press approves a plan that was on show. */
export function isApproval({ button, reference }: Extract<RepositoryEvent, { type: 'pressed' }>): boolean {
  return button === APPROVE && reference.environment !== undefined && reference.fingerprint !== undefined;
}

function driftJob(repository: RepositoryRef, target: string): Job<'detect-drift'> {
  return { queue: 'detect-drift', data: { repository, target }, key: refKey({ repository, target }) };
}

export function enqueue<Name extends Queue>(
  jobs: Pick<Jobs, 'enqueue'>,
  { queue, data, key }: Job<Name>,
): Promise<void> {
  return jobs.enqueue(queue, data, { key });
}

export function lookAtQueue(jobs: Pick<Jobs, 'enqueue'>, repository: RepositoryRef): Promise<void> {
  return jobs.enqueue('queue', { repository }, { key: refKey({ repository }) });
}

/** Plans the open pull requests that touch the target again: live has changed, so their plans are old. */
export function refreshTouching(
  jobs: Pick<Jobs, 'enqueue'>,
  { repository, target }: TargetRef,
): Promise<void> {
  return jobs.enqueue('refresh', { repository, target }, { key: refKey({ repository, target }) });
}

export function lookAtDrift(
  jobs: Pick<Jobs, 'enqueue'>,
  repository: RepositoryRef,
  target: string,
): Promise<void> {
  return enqueue(jobs, driftJob(repository, target));
}
