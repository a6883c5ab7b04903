import { requestSuites } from '../checks/suites.ts';
import { ZEROS } from '../git/zeros.ts';
import { settleQueues } from '../queue/settle.ts';
import { inForce } from '../rules/applying.ts';
import type { Account, Repository } from '../world/model.ts';
import type { RefChange, World } from '../world/world.ts';
import { close, closeAsMerged } from './close.ts';
import { emitPull } from './events.ts';
import { pullsOf } from './find.ts';
import { landedBy } from './indirectly-merged.ts';
import type { PullIssue } from './present.ts';
import { emitReview } from './review-events.ts';
import { testMerge } from './test-merge.ts';

/** Open pull requests follow their branches. */
export function followPulls(world: World): void {
  world.onRefChange(async (change) => {
    const branch = /^refs\/heads\/(.+)$/.exec(change.ref)?.[1];
    if (branch === undefined) return;
    if (change.after !== ZEROS) requestSuites(world, change, branch);
    for (const repository of world.repositories()) {
      for (const issue of pullsOf(repository).filter(({ state }) => state === 'open'))
        await follow(world, repository, issue, change, branch);
      await settleQueues(world, repository);
    }
  });
}

async function follow(
  world: World,
  repository: Repository,
  issue: PullIssue,
  change: RefChange,
  branch: string,
): Promise<void> {
  const { pull } = issue;
  const isHead = pull.head.ref === branch && pull.head.repository === change.repository.fullName;
  const isBase = pull.base.ref === branch && repository === change.repository;
  if ((isHead || isBase) && change.after === ZEROS) return close(world, repository, issue, change.actor);
  if (isHead && pull.head.sha !== change.after) await moveHead(world, repository, issue, change);
  if (!isBase) return;
  const landed = await landedBy(world, issue, change);
  if (landed !== undefined) await closeAsMerged(world, repository, issue, change.actor, landed);
  else await testMerge(world, repository, issue);
}

async function moveHead(
  world: World,
  repository: Repository,
  issue: PullIssue,
  change: RefChange,
): Promise<void> {
  const { pull } = issue;
  const before = pull.head.sha;
  pull.head.sha = change.after;
  issue.updatedAt = world.now();
  await testMerge(world, repository, issue);
  if (inForce(repository, pull.base.ref)?.dismissStale === true)
    dismissApprovals(world, repository, issue, change.actor);
  const more = { before, after: change.after };
  await emitPull(world, repository, issue, change.actor, 'synchronize', more);
}

function dismissApprovals(world: World, repository: Repository, issue: PullIssue, actor: Account): void {
  for (const review of issue.pull.reviews.filter(({ state }) => state === 'APPROVED')) {
    review.state = 'DISMISSED';
    emitReview(world, repository, issue, review, actor, 'dismissed');
  }
}
