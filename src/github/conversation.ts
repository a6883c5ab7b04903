import type { PullRef } from '../ports/jobs.ts';
import type { Comment, Conversation } from '../ports/conversation.ts';
import type { App, Octokit } from './app.ts';
import { accountOf } from './pulls.ts';
import { timeOf } from './time.ts';
import { asked, askedIfThere, describePull, ofRepository } from './refusal.ts';

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
      at(pull, (octokit) => keep(app, octokit, { pull, marker, body, ...options })),
    react: (pull, id, content) =>
      at(pull, async (octokit) => {
        const parameters = { ...ofRepository(pull.repository), comment_id: id, content };
        await octokit.rest.reactions.createForIssueComment(parameters);
      }),
  };
}

interface CommentData {
  readonly id: number;
  readonly body?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

function allComments(octokit: Octokit, pull: PullRef): Promise<CommentData[]> {
  return octokit.paginate(octokit.rest.issues.listComments, { ...numbered(pull), per_page: 100 });
}

interface Kept {
  readonly pull: PullRef;
  readonly marker: string;
  readonly body: string;
  readonly ifThere?: boolean;
  readonly before?: () => Promise<void>;
}

async function keep(
  app: App,
  octokit: Octokit,
  { pull, marker, body, ifThere, before }: Kept,
): Promise<number | undefined> {
  const isOurs = (comment: CommentData) =>
    comment.performed_via_github_app?.id === app.id && comment.body?.startsWith(marker) === true;
  const ours = (await allComments(octokit, pull)).find(isOurs);
  if (ours === undefined) {
    if (ifThere === true) return undefined;
    await before?.();
    return timeOf(await octokit.rest.issues.createComment({ ...numbered(pull), body }));
  }
  const parameters = { ...ofRepository(pull.repository), comment_id: ours.id };
  // What is there already was accepted at an answer that may have been lost.
  if (ours.body === body) return timeOf(await octokit.rest.issues.getComment(parameters));
  await before?.();
  return timeOf(await octokit.rest.issues.updateComment({ ...parameters, body }));
}

function numbered(pull: PullRef) {
  return { ...ofRepository(pull.repository), issue_number: pull.number };
}

/** What was written through an App is not a person's word, whoever's name is on it. */
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
