import { emitPull } from '../pulls/events.ts';
import { pullsOf } from '../pulls/find.ts';
import type { PullIssue } from '../pulls/present.ts';
import { dequeue, enqueue } from '../queue/enter.ts';
import type { QueueEntry } from '../queue/model.ts';
import { settleQueues } from '../queue/settle.ts';
import { oneAtATime } from '../server/one-at-a-time.ts';
import { type Call, HttpError, authorOf } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import { nodeId, numberOf } from '../world/node-id.ts';
import type { World } from '../world/world.ts';
import { isVisible, unresolved } from './visible.ts';

export interface Enqueue {
  readonly pullRequestId: string;
  readonly jump?: boolean;
  readonly expectedHeadOid?: string;
}

/** @see https://docs.github.com/en/graphql/reference/mutations#enqueuepullrequest */
export function enqueuePull(call: Call, { pullRequestId, jump = false, expectedHeadOid }: Enqueue) {
  return changed(call, pullRequestId, async (repository, issue, by) => {
    if ((expectedHeadOid ?? issue.pull.head.sha) !== issue.pull.head.sha)
      throw new Error('Pull request head has changed');
    const entry = await enqueue(call.world, repository, issue, by, { jump });
    return { mergeQueueEntry: presentEntry(repository, entry, jump) };
  });
}

export function dequeuePull(call: Call, id: string) {
  return changed(call, id, async (repository, issue, by) => {
    await dequeue(call.world, repository, issue, by);
    return { mergeQueueEntry: null };
  });
}

/** A draft is merged by nobody, and asks nobody for a review. */
export function setDraft(call: Call, id: string, draft: boolean) {
  return changed(call, id, async (repository, issue, by) => {
    const was = issue.pull.draft;
    issue.pull.draft = draft;
    const action = draft ? 'converted_to_draft' : 'ready_for_review';
    if (was !== draft) await emitPull(call.world, repository, issue, by, action);
    await settleQueues(call.world, repository);
    return { pullRequest: presentPullNode(repository, issue) };
  });
}

/** What changes a pull request waits for what else changes its repository, and takes the right to push. */
function changed<Result>(
  call: Call,
  id: string,
  work: (repository: Repository, issue: PullIssue, by: Account) => Promise<Result>,
): Promise<Result> {
  const found = pullOf(call.world, numberOf('PullRequest', id));
  if (found === undefined || !isVisible(call, found.repository)) throw unresolved(id);
  const { repository, issue } = found;
  checkMayChange(call, repository, issue);
  return oneAtATime(repository, () => work(repository, issue, authorOf(call.actor)));
}

function checkMayChange({ world, actor }: Call, repository: Repository, issue: PullIssue): void {
  const role = actor.kind === 'user' ? world.roleOf(actor.account, repository) : undefined;
  const may =
    actor.kind === 'installation'
      ? actor.permissions['pull_requests'] === 'write'
      : authorOf(actor) === issue.author || !['read', 'triage', undefined].includes(role);
  if (!may) throw new HttpError(403, 'Resource not accessible by integration');
}

function pullOf(
  world: World,
  id: number | undefined,
): { repository: Repository; issue: PullIssue } | undefined {
  for (const repository of world.repositories()) {
    const issue = pullsOf(repository).find(({ pull }) => pull.id === id);
    if (issue !== undefined) return { repository, issue };
  }
  return undefined;
}

function presentPullNode({ queues }: Repository, { number, pull }: PullIssue) {
  const entries = [...queues.values()].flatMap((queue) => queue.entries);
  const isInMergeQueue = entries.some(({ issue }) => issue.pull === pull);
  return { id: nodeId('PullRequest', pull.id), number, isDraft: pull.draft, isInMergeQueue };
}

/** An entry that left at once has no place any more. */
function presentEntry(repository: Repository, entry: QueueEntry, jump: boolean) {
  const queue = repository.queues.get(entry.issue.pull.base.ref);
  const position = (queue?.entries.indexOf(entry) ?? -1) + 1;
  if (position === 0) return null;
  const state = entry.group === undefined ? 'QUEUED' : 'AWAITING_CHECKS';
  const pullRequest = presentPullNode(repository, entry.issue);
  return {
    id: nodeId('MergeQueueEntry', entry.id),
    position,
    enqueuedAt: entry.enqueuedAt,
    jump,
    state,
    pullRequest,
  };
}
