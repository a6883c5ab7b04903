import { presentSimpleCommit } from '../git/present-commit.ts';
import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { MergeGroup, MergeQueue } from './model.ts';

/** Who moves refs for a queue. */
export function queueBot(world: World): Account {
  const bot = world.account('github-merge-queue[bot]');
  if (bot === undefined) throw new Error('GitHub has no merge queue.');
  return bot;
}

export async function emitGroup(
  world: World,
  repository: Repository,
  { branch }: MergeQueue,
  group: MergeGroup,
  action: 'checks_requested' | 'destroyed',
  more: { readonly reason?: 'merged' | 'dequeued' | 'invalidated' } = {},
): Promise<void> {
  const commit = await world.git(repository).commit(group.sha);
  if (commit === undefined) throw new Error(`There is no commit ${group.sha}.`);
  const merge_group = {
    head_sha: group.sha,
    head_ref: group.ref,
    base_sha: group.parent,
    base_ref: `refs/heads/${branch}`,
    head_commit: presentSimpleCommit(commit),
  };
  const sender = queueBot(world);
  world.emit({ name: 'merge_group', action, repository, sender, payload: { merge_group, ...more } });
}
