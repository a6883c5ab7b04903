import { tellDeletions } from '../../core/drift/deleted-live.ts';
import { driftFile, recordedTarget } from '../../core/drift/drift-file.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import { type RepositoryRef, refKey } from '../../core/refs.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { Commits } from '../../ports/mirror.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { DriftRecords } from '../../ports/records/drift-records.ts';

export interface OwnRevertDeps {
  readonly drifts: Pick<DriftRecords, 'find'>;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/**
 * The paths by which a pull request touches targets. The record of a drift counts only in an unchanged drift pull
 * request of plumbline: anybody else could add such a file, and that reverts nothing.
 */
export async function countedPaths(
  deps: OwnRevertDeps,
  pull: PullRequest,
  commits: Commits,
  changed: readonly string[],
): Promise<readonly string[]> {
  const targets = changed.flatMap((path) => recordedTarget(path) ?? []);
  if (targets.length === 0) return changed;
  for (const target of targets.slice(0, MOST_RECORDS)) await lookAtDrift(deps, pull, target);
  if (await isOurRevert(deps, pull, commits, changed)) return changed;
  return changed.filter((path) => recordedTarget(path) === undefined);
}

/** Marks the creates of previews whose objects were deleted live. */
export function tellDrift(
  { drifts }: Pick<OwnRevertDeps, 'drifts'>,
  { id }: RepositoryRef,
  planned: readonly TargetPreview[],
): Promise<TargetPreview[]> {
  const tell = async (preview: TargetPreview) =>
    tellDeletions(preview, (await drifts.find(id, preview.target))?.plan);
  return Promise.all(planned.map(tell));
}

async function isOurRevert(
  { drifts }: OwnRevertDeps,
  { repository, head }: PullRequest,
  commits: Commits,
  changed: readonly string[],
): Promise<boolean> {
  const target = recordedTarget(changed[0] ?? '');
  if (head.fork || changed.length !== 1 || target === undefined) return false;
  const drift = await drifts.find(repository.id, target);
  const heads = drift?.proposed?.heads;
  return heads !== undefined && (await isOurHead(commits, head.sha, heads));
}

/** Plumbline's own pull request has one record. */
const MOST_RECORDS = 10;

/** Enqueues drift detection after a push to a drift branch, so that the pull request's text is updated. */
async function lookAtDrift(
  { drifts, jobs }: OwnRevertDeps,
  { repository, head }: PullRequest,
  target: string,
): Promise<void> {
  const drift = await drifts.find(repository.id, target);
  if (head.fork || drift?.proposed?.branch !== head.branch) return;
  await jobs.enqueue('detect-drift', { repository, target }, { key: refKey({ repository, target }) });
}

/** The most presses of "Update branch" to follow. */
const MOST_UPDATES = 20;

/**
 * Whether a branch holds only plumbline's commits, and merges without content of their own. A commit's id identifies
 * all of its contents.
 */
export async function isOurHead(commits: Commits, head: string, ours: readonly string[]): Promise<boolean> {
  let commit = head;
  for (let n = 0; n <= MOST_UPDATES; n += 1) {
    if (ours.includes(commit)) return true;
    if (!(await commits.isPlainMerge(commit))) return false;
    commit = await commits.parent(commit);
  }
  return false;
}

/** Whether a branch changes nothing but the record of the target's drift. A merge in it may be of any branch. */
export async function bringsNothingElse(
  commits: Commits,
  base: string,
  head: string,
  target: string,
): Promise<boolean> {
  return (await commits.changedSince(base, head)).every((path) => path === driftFile(target));
}

/** Whether a branch changes the record of the target's drift, and nothing else. */
export async function bringsOnlyRecord(
  commits: Commits,
  base: string,
  head: string,
  target: string,
): Promise<boolean> {
  const changed = await commits.changedSince(base, head);
  return changed.length === 1 && changed[0] === driftFile(target);
}
