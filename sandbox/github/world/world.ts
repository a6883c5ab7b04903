import type { GitRepository } from '../git/git-repository.ts';
import type { Clock } from './clock.ts';
import type { Account, App, HookDelivery, Installation, Organization, Repository, Role } from './model.ts';

/** One movement of a branch or tag, by a push or through the API. `before` or `after` is 40 zeros where there was none. */
export interface RefChange {
  readonly repository: Repository;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly actor: Account;
  /** `pr_merge` when a merge button did it. */
  readonly by: 'push' | 'api' | 'pr_merge' | 'merge_queue';
}

export interface WebhookEvent {
  /** `pull_request`. */
  readonly name: string;
  /** `opened`; absent for events without actions. */
  readonly action?: string;
  /** Null for what happens to an installation. */
  readonly repository: Repository | null;
  /** Only its App is told; subscribed or not, suspended or gone. */
  readonly installation?: Installation;
  readonly sender: Account;
  /** Only this App is told: check runs' `requested_action` and `rerequested`. */
  readonly onlyApp?: App;
  /** Without `action`, `repository`, `sender`, `organization` and `installation`, which are added for each App. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Everything that the routes work on: what is stored, Git, the clock, numbers and the webhooks. */
export interface World {
  /** `http://127.0.0.1:3010`: pages and Git. */
  readonly url: string;
  /** Where the REST API is: `<url>/api/v3`, as on GitHub Enterprise Server; the bare `<url>` serves it too. */
  readonly apiUrl: string;

  readonly clock: Clock;

  /** Accounts (users, bots, organizations) by login; GitHub's logins know no case. */
  account(login: string): Account | undefined;
  organization(login: string): Organization | undefined;
  organizations(): readonly Organization[];
  /** By full name, without regard to case. */
  repository(fullName: string): Repository | undefined;
  /** The one that had this full name before, where nobody has it now. */
  redirected(fullName: string): Repository | undefined;
  repositoryById(id: number): Repository | undefined;
  repositories(): readonly Repository[];
  apps(): readonly App[];
  installations(): readonly Installation[];
  /** The installation of the App that covers the repository. */
  installationOf(app: App, repository: Repository): Installation | undefined;
  /** The strongest role of the account in the repository: owner, collaborator, team, organization admin. Public: `read`. */
  roleOf(account: Account, repository: Repository): Role | undefined;

  /** Commits that GitHub itself signed. */
  readonly signed: Set<string>;
  /** The bare repository behind it. */
  git(repository: Repository): GitRepository;
  /** Moves a ref and everything that follows: activity, open pull requests, `push` and `create`/`delete` webhooks. */
  moveRef(change: Omit<RefChange, 'forced' | 'before'> & { readonly before?: string }): Promise<void>;
  /** Called after each movement of a ref, in order, before the `push` webhook goes out. */
  onRefChange(listener: (change: RefChange) => Promise<void>): void;

  /** Sends a webhook to each App that is installed on the repository and subscribed. Returns when it is queued. */
  emit(event: WebhookEvent): void;
  /** All attempts so far, oldest first. */
  readonly deliveries: readonly HookDelivery[];

  /** A number that was not given before; ids of all kinds share them. */
  nextId(): number;
  /** Now, as GitHub writes it: `2026-11-23T12:00:00Z`. */
  now(): string;
}
