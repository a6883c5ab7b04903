import { ZEROS } from '../git/zeros.ts';
import { mergeCommit } from '../pulls/merge-commit.ts';
import type { Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { emitGroup, queueBot } from './events.ts';
import type { MergeQueue, QueueEntry } from './model.ts';

/** Builds the entries on one another, and anew those whose foundation is no longer what it was. */
export async function build(world: World, repository: Repository, queue: MergeQueue): Promise<void> {
  let parent = (await world.git(repository).resolve(`refs/heads/${queue.branch}`)) ?? '';
  for (const entry of queue.entries) {
    if (entry.group?.parent !== parent) await rebuild(world, repository, queue, entry, parent);
    if (entry.group === undefined) return;
    parent = entry.group.sha;
  }
}

async function rebuild(
  world: World,
  repository: Repository,
  queue: MergeQueue,
  entry: QueueEntry,
  parent: string,
): Promise<void> {
  await destroy(world, repository, queue, entry, 'invalidated');
  const { by, issue } = entry;
  const sha = await mergeCommit(world, repository, issue, { method: queue.method, by }, parent);
  if (sha === undefined) {
    entry.conflicts = true;
    return;
  }
  const ref = `refs/heads/gh-readonly-queue/${queue.branch}/pr-${issue.number}-${parent}`;
  entry.group = { ref, sha, parent };
  await world.moveRef({ repository, ref, after: sha, actor: queueBot(world), by: 'merge_queue' });
  await emitGroup(world, repository, queue, entry.group, 'checks_requested');
}

/** Its branch goes with it. */
export async function destroy(
  world: World,
  repository: Repository,
  queue: MergeQueue,
  entry: QueueEntry,
  reason: 'merged' | 'dequeued' | 'invalidated',
): Promise<void> {
  const { group } = entry;
  if (group === undefined) return;
  entry.group = undefined;
  await emitGroup(world, repository, queue, group, 'destroyed', { reason });
  const { ref } = group;
  await world.moveRef({ repository, ref, after: ZEROS, actor: queueBot(world), by: 'merge_queue' });
}
