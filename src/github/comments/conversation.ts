import type { PullRef } from '../../core/refs.ts';
import type { Comment, Conversation } from '../../ports/conversation.ts';
import type { App, Octokit } from '../app/app.ts';
import { accountOf } from '../pulls/pulls.ts';
import { asked, askedIfThere, describePull, ofRepository } from '../refusal.ts';
import { type CommentData, allComments } from './comment-data.ts';
import { keepComment } from './keep-comment.ts';

export function createConversation(app: App): Conversation {
  const at = async <Answer>(pull: PullRef, work: (octokit: Octokit) => Promise<Answer>) =>
    asked(describePull(pull), async () => work(await app.asInstallation(pull.repository.installation)));
  return {
    comments: (pull) => at(pull, async (octokit) => (await allComments(octokit, pull)).map(commentOf)),
    comment: (pull, id) =>
      askedIfThere(describePull(pull), async () => {
        const octokit = await app.asInstallation(pull.repository.installation);
        const parameters = { ...ofRepository(pull.repository), comment_id: id };
        return commentOf((await octokit.rest.issues.getComment(parameters)).data);
      }),
    keep: (pull, marker, body, options) =>
      at(pull, (octokit) => keepComment(app, octokit, { pull, marker, body, ...options })),
    react: (pull, id, content) =>
      at(pull, async (octokit) => {
        const parameters = { ...ofRepository(pull.repository), comment_id: id, content };
        await octokit.rest.reactions.createForIssueComment(parameters);
      }),
  };
}

/** A comment written through an App is a bot's, whoever its named author is. */
function commentOf(data: CommentData): Comment {
  const author = accountOf(data.user);
  return {
    id: data.id,
    author: data.performed_via_github_app ? { ...author, type: 'Bot' } : author,
    body: data.body ?? '',
    createdAt: Date.parse(data.created_at),
    updatedAt: Date.parse(data.updated_at),
  };
}
