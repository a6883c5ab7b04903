import { rolesIn } from '../teams/nested.ts';
import type { Account, App, HookDelivery, Installation, Organization, Repository, Role } from './model.ts';

/** Everything that is stored, by the keys by which it is looked up. */
export interface State {
  /** By login in lower case. */
  readonly accounts: Map<string, Account>;
  readonly organizations: Map<string, Organization>;
  /** By full name in lower case. */
  readonly repositories: Map<string, Repository>;
  /** Ids by full names of before, in lower case. */
  readonly redirects: Map<string, number>;
  readonly apps: App[];
  readonly installations: Installation[];
  readonly deliveries: HookDelivery[];
  /** Users' tokens. */
  readonly userTokens: Map<string, Account>;
  /** Installations' tokens. */
  readonly installationTokens: Map<string, InstallationToken>;
  /** Commits that GitHub itself signed. */
  readonly signed: Set<string>;
  lastId: number;
}

export interface InstallationToken {
  readonly installation: Installation;
  readonly permissions: Installation['permissions'];
  /** Full names; undefined: all of the installation. */
  readonly repositories: Set<string> | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Who acts where GitHub itself does: it commits on pages, and merges what waited in a queue. */
const GITHUBS_OWN: readonly Account[] = [
  { id: 19_864_447, login: 'web-flow', type: 'User', name: 'GitHub Web Flow', email: 'noreply@github.com' },
  { id: 118_344_674, login: 'github-merge-queue[bot]', type: 'Bot' },
];

export function emptyState(): State {
  return {
    accounts: new Map(GITHUBS_OWN.map((account) => [account.login, account])),
    organizations: new Map(),
    repositories: new Map(),
    redirects: new Map(),
    apps: [],
    installations: [],
    deliveries: [],
    userTokens: new Map(),
    installationTokens: new Map(),
    signed: new Set(),
    lastId: 1000,
  };
}

const ROLES: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** The strongest of an account's roles in a repository. */
export function roleOf(state: State, account: Account, repository: Repository): Role | undefined {
  const login = account.login.toLowerCase();
  if (repository.owner.login.toLowerCase() === login) return 'admin';
  const organization = state.organizations.get(repository.owner.login.toLowerCase());
  if (organization?.members.get(account.login) === 'admin') return 'admin';
  const fromTeams =
    organization === undefined ? [] : rolesByTeams(organization, account.login, repository.fullName);
  const roles = [
    repository.collaborators.get(account.login),
    ...fromTeams,
    repository.private ? undefined : ('read' as const),
  ];
  return ROLES.findLast((role) => roles.includes(role));
}

function rolesByTeams(organization: Organization, login: string, fullName: string) {
  const teams = [...organization.teams.values()].filter(({ members }) => members.has(login));
  return teams.flatMap((team) => rolesIn(organization, team, fullName));
}

export function isCovered(
  { account, selection, repositories }: Installation,
  repository: Repository,
): boolean {
  if (account.login !== repository.owner.login) return false;
  return selection === 'all' || repositories.has(repository.fullName);
}
