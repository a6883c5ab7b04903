import type { PullRef } from '../core/refs.ts';
import type { Octokit } from './app.ts';
import { ofRepository } from './refusal.ts';

/** A comment in the form of GitHub's answers. */
export interface CommentData {
  readonly id: number;
  readonly body?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

/** Oldest first. */
export function allComments(octokit: Octokit, pull: PullRef): Promise<CommentData[]> {
  return octokit.paginate(octokit.rest.issues.listComments, { ...numbered(pull), per_page: 100 });
}

export function numbered(pull: PullRef) {
  return { ...ofRepository(pull.repository), issue_number: pull.number };
}
