import type { Repository, Review } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentUser } from '../world/present-account.ts';
import type { World } from '../world/world.ts';
import { type PullIssue, associationOf } from './present.ts';

/** `pull-request-review`. */
export function presentReview(world: World, repository: Repository, issue: PullIssue, review: Review) {
  const { id, author, body, state, commitId, submittedAt } = review;
  const page = `${world.url}/${repository.fullName}/pull/${issue.number}`;
  const pull = `${world.apiUrl}/repos/${repository.fullName}/pulls/${issue.number}`;
  const html = `${page}#pullrequestreview-${id}`;
  return {
    id,
    node_id: nodeId('PullRequestReview', id),
    user: presentUser(world, author),
    body,
    state,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repository, author),
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(submittedAt !== undefined && { submitted_at: submittedAt }),
    commit_id: commitId,
  };
}
