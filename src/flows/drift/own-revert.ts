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
 * The paths by which a pull request touches targets. The record of a drift is one of them only where the pull request is
 * exactly ours: anybody could bring such a file, and nothing is reverted by that.
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

/** Says of what is to be created whether it was deleted live. */
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

/** A pull request of ours brings one. */
const MOST_RECORDS = 10;

/** What changes on a branch of ours is said in the pull request. */
async function lookAtDrift(
  { drifts, jobs }: OwnRevertDeps,
  { repository, head }: PullRequest,
  target: string,
): Promise<void> {
  const drift = await drifts.find(repository.id, target);
  if (head.fork || drift?.proposed?.branch !== head.branch) return;
  await jobs.enqueue('detect-drift', { repository, target }, { key: refKey({ repository, target }) });
}

/** So often somebody may press "Update branch". */
const MOST_UPDATES = 20;

/**
 * Whether a branch holds only commits that we made, and merges of the base that brought nothing else: a commit's id
 * stands for all that it holds.
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

/** Whether a branch brings nothing beside the record of the target's drift. Of whose branch a merge is, nobody says. */
export async function bringsNothingElse(
  commits: Commits,
  base: string,
  head: string,
  target: string,
): Promise<boolean> {
  return (await commits.changedSince(base, head)).every((path) => path === driftFile(target));
}

/** Whether what a branch brings is the record of the target's drift, and nothing else. */
export async function bringsOnlyRecord(
  commits: Commits,
  base: string,
  head: string,
  target: string,
): Promise<boolean> {
  const changed = await commits.changedSince(base, head);
  return changed.length === 1 && changed[0] === driftFile(target);
}
