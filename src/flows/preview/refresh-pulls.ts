import { refKey } from '../../core/refs.ts';
import type { JobData, Jobs } from '../../ports/jobs.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';

export interface RefreshDeps {
  readonly pulls: Pick<Pulls, 'list'>;
  readonly previews: PreviewRecords;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** Enqueues previews of open pull requests whose plans may be out of date. */
export async function refreshPulls(
  deps: RefreshDeps,
  { repository, target, head }: JobData['refresh'],
): Promise<void> {
  const { open } = await deps.pulls.list(repository);
  for (const pull of open) {
    if (head !== undefined && pull.head.sha !== head) continue;
    if (target !== undefined && !(await touched(deps.previews, pull, target))) continue;
    const { number } = pull;
    await deps.jobs.enqueue('preview', { repository, number }, { key: refKey({ repository, number }) });
  }
}

async function touched(previews: PreviewRecords, pull: PullRequest, target: string): Promise<boolean> {
  const records = await previews.ofPull(pull);
  return records.some(
    ({ head, targets }) => head === pull.head.sha && targets.some((each) => each.target === target),
  );
}
