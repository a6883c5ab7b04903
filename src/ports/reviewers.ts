import type { PullRef, RepositoryRef } from './jobs.ts';
import type { Account, PullRequest } from './pulls.ts';

export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** The commit that was looked at. */
  readonly commit: string;
  /** Milliseconds since the epoch, in whole seconds as GitHub gives them. */
  readonly submittedAt: number;
}

/** Who had a hand in what is proposed. Undefined: somebody whom GitHub cannot name. */
export interface Contributors {
  /** Authors, committers and co-authors of the commits. */
  readonly commits: readonly (string | undefined)[];
  readonly pushers: readonly (string | undefined)[];
}

export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** Who may say yes: read from GitHub at the time of the decision, never from an event. */
export interface Reviewers {
  /** Submitted reviews, oldest first. */
  reviews(pull: PullRef): Promise<readonly Review[]>;
  contributors(pull: PullRequest): Promise<Contributors>;
  /** `unknown` when GitHub would not say. */
  permission(repository: RepositoryRef, login: string): Promise<Permission | 'unknown'>;
  /** @param team `organization/team` */
  isMember(repository: RepositoryRef, team: string, login: string): Promise<boolean | 'unknown'>;
}
