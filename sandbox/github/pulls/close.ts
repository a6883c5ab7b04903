import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { emitPull } from './events.ts';
import type { PullIssue } from './present.ts';

/** Closes a pull request, merged or not, and tells. */
export async function close(
  world: World,
  repository: Repository,
  issue: PullIssue,
  actor: Account,
): Promise<void> {
  Object.assign(issue, { state: 'closed', closedAt: world.now(), updatedAt: world.now(), closedBy: actor });
  await emitPull(world, repository, issue, actor, 'closed');
}

/** Closes it as merged. @param landed the commit that brought its head to the base */
export async function closeAsMerged(
  world: World,
  repository: Repository,
  issue: PullIssue,
  by: Account,
  landed: string,
): Promise<void> {
  const merge = { merged: true, mergedAt: world.now(), mergedBy: by, mergeCommitSha: landed };
  Object.assign(issue.pull, merge);
  await close(world, repository, issue, by);
}
