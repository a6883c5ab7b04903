import type { MergeQueue } from '../queue/model.ts';
import type { Ruleset } from '../rules/model.ts';

/**
 * What the simulated GitHub holds, in memory. Commits, trees and files are not in here: they live in bare
 * repositories. Names and meanings follow GitHub's REST API; what a response adds (URLs, node ids, counts) is
 * made by `present/`.
 */

export type Level = 'read' | 'write' | 'admin';
/** Permissions of an App or of a token, by GitHub's names: `checks`, `contents`, `pull_requests`, `members` … */
export type Permissions = Readonly<Record<string, Level>>;
/** A collaborator's or team's role, from weak to strong. */
export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  readonly name?: string;
  readonly email?: string;
  /** What it wrote stays, and belongs to nobody. */
  deleted?: true;
}

export interface Organization {
  readonly account: Account;
  readonly members: Map<string, 'member' | 'admin'>;
  readonly teams: Map<string, Team>;
}

export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly privacy: 'closed' | 'secret';
  /** The slug of the team that this one is part of. */
  readonly parent?: string;
  /** By login. */
  readonly members: Map<string, 'member' | 'maintainer'>;
  /** By full name of the repository. */
  readonly repositories: Map<string, Role>;
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  /** `<slug>[bot]`: who acts when an installation acts. */
  readonly bot: Account;
  /** PEM, SPKI. */
  readonly publicKey: string;
  /** Without an address it is told nothing. */
  readonly webhook: { url: string; secret: string };
  permissions: Permissions;
  events: readonly string[];
  readonly createdAt: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  readonly selection: 'all' | 'selected';
  /** Full names; read only when the selection is `selected`. */
  readonly repositories: Set<string>;
  /** What its owner accepted, which may be less than the App asks for. */
  permissions: Permissions;
  events: readonly string[];
  readonly createdAt: string;
  updatedAt: string;
  suspendedAt?: string;
  suspendedBy?: Account;
}

export interface Repository {
  readonly id: number;
  owner: Account;
  name: string;
  /** `owner/name`. */
  fullName: string;
  readonly private: boolean;
  description?: string;
  defaultBranch: string;
  archived: boolean;
  /** For a fork: the full name of what it was forked from. */
  parent?: string;
  readonly createdAt: string;
  pushedAt: string;
  /** Absolute path of the bare repository. */
  readonly folder: string;
  /** By login; the owner is an admin without being in here. */
  readonly collaborators: Map<string, Role>;
  /** By branch. */
  readonly protection: Map<string, Protection>;
  /** By branch. */
  readonly queues: Map<string, MergeQueue>;
  readonly rulesets: Ruleset[];
  /** Issues and pull requests share their numbers. */
  readonly issues: Map<number, Issue>;
  nextNumber: number;
  readonly labels: Map<string, Label>;
  readonly milestones: unknown[];
  readonly checkSuites: CheckSuite[];
  readonly checkRuns: CheckRun[];
  readonly statuses: CommitStatus[];
  readonly deployments: Deployment[];
  readonly environments: Map<string, EnvironmentRecord>;
  /** Every movement of a ref, newest last. */
  readonly activity: Activity[];
}

export interface Protection {
  readonly requiredChecks: readonly { readonly context: string; readonly appId?: number }[];
  readonly strict: boolean;
  readonly requiredApprovals: number;
  readonly dismissStale: boolean;
  readonly enforceAdmins: boolean;
}

export interface Activity {
  readonly id: number;
  readonly before: string;
  readonly after: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly timestamp: string;
  readonly type:
    | 'push'
    | 'force_push'
    | 'branch_creation'
    | 'branch_deletion'
    | 'pr_merge'
    | 'merge_queue_merge';
  readonly actor: Account;
}

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export type LockReason = 'off-topic' | 'too heated' | 'resolved' | 'spam';

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'reopened' | null;
  locked: boolean;
  lockReason: LockReason | null;
  readonly createdAt: string;
  updatedAt: string;
  closedAt?: string;
  closedBy?: Account;
  /** Names of labels. */
  readonly labels: Set<string>;
  readonly assignees: Set<string>;
  readonly comments: IssueComment[];
  readonly reactions: Reaction[];
  readonly pull?: Pull;
}

export interface Pull {
  readonly id: number;
  readonly head: Head;
  /** Whoever may push to the base may push to the head as well. */
  maintainerCanModify: boolean;
  readonly base: { ref: string; sha: string };
  draft: boolean;
  merged: boolean;
  mergedAt?: string;
  mergedBy?: Account;
  mergeMethod?: MergeMethod;
  /** While open: the test merge (`refs/pull/N/merge`); once merged: what landed on the base. */
  mergeCommitSha: string | null;
  /** Null: not known yet, as GitHub says while it computes. */
  mergeable: boolean | null;
  readonly requestedReviewers: Set<string>;
  readonly requestedTeams: Set<string>;
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
}

export interface Head {
  /** By full name: the same repository, or a fork, which may be deleted since. */
  repository: string;
  readonly owner: Account;
  readonly ref: string;
  sha: string;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface Review {
  readonly id: number;
  readonly author: Account;
  body: string;
  state: 'PENDING' | 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly commitId: string;
  submittedAt?: string;
}

export interface ReviewComment {
  readonly id: number;
  readonly reviewId: number | null;
  readonly author: Account;
  body: string;
  readonly path: string;
  readonly line: number;
  readonly side: 'LEFT' | 'RIGHT';
  readonly commitId: string;
  readonly inReplyTo?: number;
  readonly createdAt: string;
  updatedAt: string;
  readonly reactions: Reaction[];
}

export interface IssueComment {
  readonly id: number;
  readonly author: Account;
  /** The App through which it was written. */
  readonly app?: App;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  /** Why it is folded away, by GraphQL `minimizeComment`. */
  minimized?: string;
  readonly reactions: Reaction[];
}

export type ReactionContent = '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';

export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: ReactionContent;
  readonly createdAt: string;
}

export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'stale';

export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  readonly app: App;
  name: string;
  readonly headSha: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  readonly annotations: Annotation[];
  /** Buttons, three at the most. */
  actions: readonly CheckAction[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Account;
  readonly app?: App;
  readonly createdAt: string;
  updatedAt: string;
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: 'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success';
  readonly creator: Account;
  readonly description: string;
  readonly environment: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly createdAt: string;
}

export interface EnvironmentRecord {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  updatedAt: string;
}

/** One attempt to hand a webhook to an App, as `/app/hook/deliveries` tells it. */
export interface HookDelivery {
  readonly id: number;
  /** The same for every attempt of one event. */
  readonly guid: string;
  readonly app: App;
  readonly installation: Installation | null;
  readonly repository: Repository | null;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  /** Seconds. */
  readonly duration: number;
  readonly status: string;
  /** 0 when no answer came. */
  readonly statusCode: number;
  readonly request: { readonly headers: Record<string, string>; readonly payload: string };
  readonly response: { readonly headers: Record<string, string>; readonly payload: string | null };
}
