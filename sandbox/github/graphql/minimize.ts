import { checkMayWrite } from '../issues/comment-routes.ts';
import { checkMayEdit } from '../issues/may-edit.ts';
import type { Call } from '../server/route.ts';
import type { Issue, IssueComment, Repository } from '../world/model.ts';
import { numberOf } from '../world/node-id.ts';
import type { World } from '../world/world.ts';
import { isVisible, unresolved } from './visible.ts';

/** Folds a comment away, or unfolds it. @see https://docs.github.com/en/graphql/reference/mutations#minimizecomment */
export function minimize(call: Call, subject: string, reason: string | undefined) {
  const found = commentOf(call.world, numberOf('IssueComment', subject));
  if (found === undefined || !isVisible(call, found.repository)) throw unresolved(subject);
  const { comment } = found;
  checkMayWrite(call, found.issue);
  checkMayEdit(call, found.repository, comment);
  if (reason === undefined) delete comment.minimized;
  else comment.minimized = reason;
  const minimizedReason = comment.minimized ?? null;
  return { __typename: 'IssueComment', id: subject, isMinimized: minimizedReason !== null, minimizedReason };
}

function commentOf(
  world: World,
  id: number | undefined,
): { comment: IssueComment; issue: Issue; repository: Repository } | undefined {
  for (const repository of world.repositories()) {
    for (const issue of repository.issues.values()) {
      const comment = issue.comments.find((each) => each.id === id);
      if (comment !== undefined) return { comment, issue, repository };
    }
  }
  return undefined;
}
