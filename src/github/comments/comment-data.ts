import type { PullRef } from '../../core/refs.ts';
import type { Octokit } from '../app/app.ts';
import { ofRepository } from '../refusal.ts';
import { timeOf } from '../time.ts';

/** A comment in the form of GitHub's answers. */
export interface CommentData {
  readonly id: number;
  readonly body?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

/** A comment, and GitHub's time of the answer that it was read from. */
export interface ReadComment extends CommentData {
  readonly readAt: number;
}

/** Oldest first. */
export function allComments(octokit: Octokit, pull: PullRef): Promise<ReadComment[]> {
  const parameters = { ...numbered(pull), per_page: 100 };
  return octokit.paginate(octokit.rest.issues.listComments, parameters, (answer) => {
    const readAt = timeOf(answer);
    return answer.data.map((data) => ({ ...data, readAt }));
  });
}

export function numbered(pull: PullRef) {
  return { ...ofRepository(pull.repository), issue_number: pull.number };
}
