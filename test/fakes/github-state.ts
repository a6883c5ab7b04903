import { OpsError } from '../../src/core/errors.ts';
import type { PullRef, RepositoryRef } from '../../src/core/refs.ts';
import type { Comment } from '../../src/ports/conversation.ts';
import type { Account, PullRequest } from '../../src/ports/pulls.ts';
import type { Push, Review } from '../../src/ports/reviewers.ts';
import type { MemoryGit } from './memory-git.ts';

/** A pull request, with what people and the App said in it. */
export interface PullState {
  title: string;
  body: string;
  author: Account;
  state: PullRequest['state'];
  readonly branch: string;
  fork: boolean;
  base: string;
  updatedAt: number;
  /** The base's commit below the merge. */
  baseSha?: string;
  mergedAt?: number;
  mergeCommit?: string;
  closedAt?: number;
  readonly comments: Comment[];
  readonly reviews: Review[];
}

/** One repository at GitHub, in memory. */
export interface GitHubState {
  readonly repository: RepositoryRef;
  readonly git: MemoryGit;
  /** GitHub's time: whole seconds, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly nextId: () => number;
  readonly pulls: Map<number, PullState>;
  /** Moves by branch, newest first. */
  readonly pushes: Map<string, Push[]>;
  /** Told of each write of the App that changed something, in words. */
  readonly said: (words: string) => void;
}

export const APP: Account = { login: 'plumbline[bot]', type: 'Bot' };

/** @throws OpsError `not-found` (retryable) */
export function pullOf({ pulls, repository }: GitHubState, { number }: Pick<PullRef, 'number'>): PullState {
  const found = pulls.get(number);
  if (found !== undefined) return found;
  const subject = `${repository.name}#${number}`;
  const message = 'GitHub refused it (404): Not Found. Check that the App is installed there.';
  throw new OpsError({ code: 'not-found', subject, message, retryable: true });
}

/** The head of a pull request; of one that is no longer open as it was then. */
export function headOf({ git }: GitHubState, number: number): string {
  return git.pulls.get(number) ?? '';
}
