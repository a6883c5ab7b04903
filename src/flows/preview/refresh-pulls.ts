import { refKey } from '../../core/refs.ts';
import type { JobData, Jobs } from '../../ports/jobs.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import { type Base, type BaseDeps, readBase } from '../configuration/read-base.ts';
import { type StillPlannedDeps, isStillPlanned } from './still-planned.ts';

export type RefreshDeps = BaseDeps &
  StillPlannedDeps & {
    readonly pulls: Pick<Pulls, 'list'>;
    readonly previews: Pick<PreviewRecords, 'ofPull' | 'touched'>;
    readonly jobs: Pick<Jobs, 'enqueue'>;
  };

/** Enqueues previews of open pull requests whose plans may be out of date. */
export async function refreshPulls(deps: RefreshDeps, what: JobData['refresh']): Promise<void> {
  const { repository } = what;
  // Read before the pull requests, as in a preview.
  const base = what.moved === true ? await readBase(deps, repository) : undefined;
  const { open } = await deps.pulls.list(repository);
  for (const pull of open) {
    if (!(await isMeant(deps, what, base, pull))) continue;
    const { number } = pull;
    await deps.jobs.enqueue('preview', { repository, number }, { key: refKey({ repository, number }) });
  }
}

async function isMeant(
  deps: RefreshDeps,
  { target, head }: JobData['refresh'],
  base: Base | undefined,
  pull: PullRequest,
): Promise<boolean> {
  if (head !== undefined && pull.head.sha !== head) return false;
  if (target !== undefined && !(await deps.previews.touched(pull, { head: pull.head.sha, target })))
    return false;
  if (base === undefined) return true;
  // What goes into another branch is not planned.
  if (pull.base.branch !== base.branch) return false;
  return !(await isStillPlanned(deps, base, pull, await deps.previews.ofPull(pull)));
}
