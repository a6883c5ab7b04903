import type { Log } from '../log.ts';
import type { Deployments } from '../ports/deployments.ts';
import type { Tell } from '../ports/events.ts';
import { progressLine } from '../report/github/deployment.ts';

/** Shows the progress of a sync at its deployment; a failed report is no reason to stop the sync. */
export function showProgress(deployments: Pick<Deployments, 'progress'>, log: Log): Tell {
  return (told) => {
    if (told.type !== 'sync-progressed') return;
    const { repository, deployment, target, pull } = told.sync;
    const description = progressLine(target, told.event);
    if (description === undefined || deployment === undefined) return;
    const progress = { state: 'in_progress', description, ...(pull !== undefined && { pull }) } as const;
    deployments
      .progress(repository, deployment, progress)
      .catch((err: unknown) => log.warn({ err, target }, 'progress could not be told'));
  };
}
