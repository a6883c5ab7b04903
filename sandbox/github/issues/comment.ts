import type { Account, App, Issue, IssueComment, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { presentComment, presentIssue } from './present.ts';

export interface Said {
  readonly author: Account;
  readonly app?: App;
  readonly body: string;
}

/** Says something in an issue or a pull request. */
export function addComment(
  world: World,
  repository: Repository,
  issue: Issue,
  { author, app, body }: Said,
): IssueComment {
  const comment: IssueComment = {
    id: world.nextId(),
    author,
    ...(app !== undefined && { app }),
    body,
    createdAt: world.now(),
    updatedAt: world.now(),
    reactions: [],
  };
  issue.comments.push(comment);
  issue.updatedAt = world.now();
  emitComment(world, repository, issue, comment, author, 'created');
  return comment;
}

export function emitComment(
  world: World,
  repository: Repository,
  issue: Issue,
  comment: IssueComment,
  sender: Account,
  action: string,
  more: object = {},
): void {
  const payload = {
    issue: presentIssue(world, repository, issue),
    comment: presentComment(world, repository, issue, comment),
    ...more,
  };
  world.emit({ name: 'issue_comment', action, repository, sender, payload });
}
