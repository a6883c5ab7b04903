import { parseCommand } from '../../core/command.ts';
import { mayWrite } from '../../core/gate/facts.ts';
import { isLetInBy } from '../../core/gate/let-in.ts';
import type { Conversation } from '../../ports/conversation.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import type { Reviewers } from '../../ports/reviewers.ts';

export interface LetInDeps {
  readonly conversation: Pick<Conversation, 'comments'>;
  readonly reviewers: Pick<Reviewers, 'permission'>;
  readonly previews: Pick<PreviewRecords, 'ofPull'>;
}

/**
 * Whether a pull request may be rendered and planned: one of a fork only after a writer let in exactly this commit, in
 * answer to its check. A merged one was let in by its merge.
 */
export async function isLetIn(deps: LetInDeps, pull: PullRequest): Promise<boolean> {
  if (!pull.head.fork || pull.state !== 'open') return true;
  const records = await deps.previews.ofPull(pull);
  const asked = records.filter(({ held }) => held === true);
  for (const comment of await deps.conversation.comments(pull)) {
    const command = parseCommand(comment.body);
    if (command?.name !== 'ok' || comment.author.type !== 'User') continue;
    if (comment.updatedAt !== comment.createdAt) continue;
    if (!isLetInBy(asked, pull.head.sha, command.commit, comment.createdAt)) continue;
    const permission = await deps.reviewers.permission(pull.repository, comment.author.login);
    if (mayWrite(permission)) return true;
  }
  return false;
}
