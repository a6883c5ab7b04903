import { verdictOfAll } from '../checks/required.ts';
import { closeAsMerged } from '../pulls/close.ts';
import { emitPull } from '../pulls/events.ts';
import { inForce } from '../rules/applying.ts';
import type { Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { queueBot } from './events.ts';
import { build, destroy } from './groups.ts';
import type { Leaving, MergeQueue, QueueEntry } from './model.ts';

/** Brings the repository's queues up to date, after whatever may have changed: checks, refs, pull requests. */
export async function settleQueues(world: World, repository: Repository): Promise<void> {
  for (const queue of repository.queues.values()) {
    if (queue.settling) continue;
    queue.settling = true;
    try {
      while (await step(world, repository, queue));
    } finally {
      queue.settling = false;
    }
  }
}

/** One thing at a time: an entry leaves, or the groups are built, or the first is merged. @returns whether there was any */
async function step(world: World, repository: Repository, queue: MergeQueue): Promise<boolean> {
  for (const entry of queue.entries) {
    const reason = reasonToLeave(repository, queue, entry);
    if (reason === undefined) continue;
    await leave(world, repository, queue, entry, reason);
    return true;
  }
  await build(world, repository, queue);
  const [first] = queue.entries;
  if (first === undefined) return false;
  if (queue.entries.some(({ conflicts }) => conflicts)) return true;
  if (checksOf(repository, queue, first) !== 'passed') return false;
  await mergeFirst(world, repository, queue, first);
  return true;
}

/** The required checks decide on the group's commit, whatever they say about the pull request's own. */
function checksOf(repository: Repository, { branch }: MergeQueue, { group }: QueueEntry) {
  if (group === undefined) return 'pending';
  return verdictOfAll(repository, group.sha, inForce(repository, branch));
}

function reasonToLeave(repository: Repository, queue: MergeQueue, entry: QueueEntry): Leaving | undefined {
  const { issue, headSha, conflicts } = entry;
  const { merged, draft, head, base } = issue.pull;
  if (merged) return 'ALREADY_MERGED';
  if (issue.state === 'closed') return 'MANUAL';
  if (draft || head.sha !== headSha || base.ref !== queue.branch) return 'UNKNOWN_REMOVAL_REASON';
  if (conflicts) return 'MERGE_CONFLICT';
  return checksOf(repository, queue, entry) === 'failed' ? 'CI_FAILURE' : undefined;
}

export async function leave(
  world: World,
  repository: Repository,
  queue: MergeQueue,
  entry: QueueEntry,
  reason: Leaving,
  by = queueBot(world),
): Promise<void> {
  queue.entries.splice(queue.entries.indexOf(entry), 1);
  await destroy(world, repository, queue, entry, reason === 'MERGE' ? 'merged' : 'dequeued');
  await emitPull(world, repository, entry.issue, by, 'dequeued', { reason });
}

async function mergeFirst(
  world: World,
  repository: Repository,
  queue: MergeQueue,
  entry: QueueEntry,
): Promise<void> {
  const after = entry.group?.sha ?? '';
  const actor = queueBot(world);
  const ref = `refs/heads/${queue.branch}`;
  entry.issue.pull.mergeMethod = queue.method;
  await closeAsMerged(world, repository, entry.issue, actor, after);
  await world.moveRef({ repository, ref, after, actor, by: 'merge_queue' });
  await leave(world, repository, queue, entry, 'MERGE');
}
