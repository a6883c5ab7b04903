import { reactionCounts } from '../issues/present.ts';
import type { Issue, Repository, ReviewComment } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentUser } from '../world/present-account.ts';
import type { World } from '../world/world.ts';
import { associationOf } from './present.ts';

/** `pull-request-review-comment`. */
export function presentReviewComment(
  world: World,
  repository: Repository,
  issue: Issue,
  comment: ReviewComment,
) {
  const { id, author, body, path, line, side, commitId, createdAt, updatedAt, inReplyTo } = comment;
  const pull = `${world.apiUrl}/repos/${repository.fullName}/pulls/${issue.number}`;
  const url = `${world.apiUrl}/repos/${repository.fullName}/pulls/comments/${id}`;
  const html = `${world.url}/${repository.fullName}/pull/${issue.number}#discussion_r${id}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id,
    node_id: nodeId('PullRequestReviewComment', id),
    diff_hunk: '@@ -1 +1 @@',
    path,
    commit_id: commitId,
    original_commit_id: commitId,
    user: presentUser(world, author),
    body,
    created_at: createdAt,
    updated_at: updatedAt,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repository, author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    line,
    original_line: line,
    side,
    position: line,
    original_position: line,
    start_line: null,
    original_start_line: null,
    start_side: null,
    reactions: reactionCounts(url, comment.reactions),
    ...(inReplyTo !== undefined && { in_reply_to_id: inReplyTo }),
  };
}
