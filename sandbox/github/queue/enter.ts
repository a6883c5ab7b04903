import { emitPull } from '../pulls/events.ts';
import type { PullIssue } from '../pulls/present.ts';
import { checkProtection } from '../pulls/protection.ts';
import { unprocessable } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { Leaving, QueueEntry } from './model.ts';
import { leave, settleQueues } from './settle.ts';

/**
 * Adds a pull request that could be merged by itself. @param jump before all others
 * @throws HttpError 405 or 422 with GitHub's words
 */
export async function enqueue(
  world: World,
  repository: Repository,
  issue: PullIssue,
  by: Account,
  { jump = false }: { readonly jump?: boolean } = {},
): Promise<QueueEntry> {
  const { base, draft, mergeable, head } = issue.pull;
  const queue = repository.queues.get(base.ref);
  if (queue === undefined) throw unprocessable(`The branch ${base.ref} has no merge queue.`);
  if (queue.entries.some((entry) => entry.issue === issue))
    throw unprocessable('Pull request is already in the queue');
  if (issue.state === 'closed' || draft || mergeable !== true)
    throw unprocessable('Pull request is not in a mergeable state');
  await checkProtection(world, repository, issue);
  const id = world.nextId();
  const entry: QueueEntry = { id, issue, headSha: head.sha, by, enqueuedAt: world.now() };
  queue.entries.splice(jump ? 0 : queue.entries.length, 0, entry);
  await emitPull(world, repository, issue, by, 'enqueued');
  await settleQueues(world, repository);
  return entry;
}

/** Takes it out again: by hand, or because its checks did not come in time. */
export async function dequeue(
  world: World,
  repository: Repository,
  issue: PullIssue,
  by: Account | undefined,
  reason: Leaving = 'MANUAL',
): Promise<void> {
  const queue = repository.queues.get(issue.pull.base.ref);
  const entry = queue?.entries.find((each) => each.issue === issue);
  if (queue === undefined || entry === undefined) throw unprocessable('Pull request is not in the queue');
  await leave(world, repository, queue, entry, reason, by);
  await settleQueues(world, repository);
}
