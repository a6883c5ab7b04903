import type { Account, Repository, Review } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { presentReview } from './present-review.ts';
import { type PullIssue, presentPullSimple } from './present.ts';

/** Tells of a review. In webhooks the states are written small, and what was not said is null. */
export function emitReview(
  world: World,
  repository: Repository,
  issue: PullIssue,
  review: Review,
  sender: Account,
  action: 'submitted' | 'edited' | 'dismissed',
  more: object = {},
): void {
  issue.updatedAt = world.now();
  const presented = presentReview(world, repository, issue, review);
  const said = review.body === '' ? null : review.body;
  const payload = {
    review: { submitted_at: null, ...presented, body: said, state: review.state.toLowerCase() },
    pull_request: presentPullSimple(world, repository, issue),
    ...more,
  };
  world.emit({ name: 'pull_request_review', action, repository, sender, payload });
}
