import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lifecycle, createLifecycle } from '../apps/lifecycle.ts';
import { openRepository } from '../git/open.ts';
import { runGit } from '../git/run.ts';
import type { Ruleset } from '../rules/model.ts';
import type {
  Account,
  App,
  MergeMethod,
  Organization,
  Permissions,
  Protection,
  Repository,
  Team,
} from './model.ts';
import { slugOf } from './slug.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

/** What people do on GitHub's own pages before any App is there. */
export interface Admin extends Lifecycle {
  createUser(user: {
    login: string;
    name?: string;
    email?: string;
  }): Promise<{ account: Account; token: string }>;
  createOrganization(organization: {
    login: string;
    members: Readonly<Record<string, 'member' | 'admin'>>;
    /** Logins by the team's slug; of a team within another one with the slug of that. */
    teams?: Readonly<Record<string, readonly string[] | NewTeam>>;
  }): Promise<Organization>;
  createRepository(repository: NewRepository): Promise<Repository>;
  createApp(app: NewApp): Promise<{ app: App; privateKey: string }>;
  /** What it wrote stays. */
  deleteUser(account: Account): void;
  deleteRepository(repository: Repository): void;
  /** What is merged into the branch waits in line, and is tried with what is before it. */
  queueMerges(repository: Repository, branch: string, method?: MergeMethod): void;
  protectBranch(repository: Repository, branch: string, protection: Protection): void;
  addRuleset(repository: Repository, ruleset: Pick<Ruleset, 'name' | 'rules'> & Partial<Ruleset>): Ruleset;
  setWebhookUrl(app: App, url: string): void;
}

export interface NewTeam {
  readonly members: readonly string[];
  readonly parent?: string;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  /** The first commit; without files there is none. */
  readonly files?: Readonly<Record<string, string>>;
  /** Full name of what it is a fork of: its commits are taken over. */
  readonly parent?: string;
}

export interface NewApp {
  readonly name: string;
  readonly owner: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

export function createAdmin(world: World, state: State, folder: string): Admin {
  const knownAccount = (login: string) => {
    const account = world.account(login);
    if (account === undefined) throw new Error(`There is no account ${login}.`);
    return account;
  };
  const newAccount = (account: Omit<Account, 'id'>): Account => {
    const made = { id: world.nextId(), ...account };
    state.accounts.set(account.login.toLowerCase(), made);
    return made;
  };
  return {
    async createUser(user) {
      const account = newAccount({ type: 'User', ...user });
      const token = `ghp_${randomBytes(18).toString('hex')}`;
      state.userTokens.set(token, account);
      return { account, token };
    },
    async createOrganization({ login, members, teams = {} }) {
      const account = newAccount({ login, type: 'Organization' });
      const organization = { account, members: new Map(Object.entries(members)), teams: new Map() };
      for (const [slug, team] of Object.entries(teams))
        organization.teams.set(
          slug,
          teamOf(world.nextId(), slug, 'members' in team ? team : { members: team }),
        );
      state.organizations.set(login.toLowerCase(), organization);
      return organization;
    },
    createRepository: (repository) =>
      createRepository(world, state, folder, knownAccount(repository.owner), repository),
    createApp: async (app) => createApp(world, state, knownAccount(app.owner), newAccount, app),
    ...createLifecycle(world, state),
    deleteUser: (account) => deleteUser(world, state, account),
    deleteRepository: ({ fullName }) => void state.repositories.delete(fullName.toLowerCase()),
    queueMerges: ({ queues }, branch, method = 'merge') =>
      void queues.set(branch, { branch, method, entries: [], settling: false }),
    protectBranch: (repository, branch, protection) => void repository.protection.set(branch, protection),
    addRuleset({ rulesets }, ruleset) {
      const usual = {
        enforcement: 'active',
        include: ['~DEFAULT_BRANCH'],
        exclude: [],
        adminsBypass: false,
      } as const;
      const made = { id: world.nextId(), ...usual, ...ruleset };
      rulesets.push(made);
      return made;
    },
    setWebhookUrl: (app, url) => void (app.webhook.url = url),
  };
}

function deleteUser(world: World, state: State, account: Account): void {
  account.deleted = true;
  state.accounts.delete(account.login.toLowerCase());
  for (const [token, of] of state.userTokens) if (of === account) state.userTokens.delete(token);
  for (const { collaborators } of world.repositories()) collaborators.delete(account.login);
  for (const { members, teams } of world.organizations()) {
    members.delete(account.login);
    for (const team of teams.values()) team.members.delete(account.login);
  }
}

function teamOf(id: number, slug: string, { members, ...parent }: NewTeam): Team {
  const roles = new Map(members.map((member) => [member, 'member' as const]));
  return { id, slug, name: slug, privacy: 'closed', ...parent, members: roles, repositories: new Map() };
}

async function createRepository(
  world: World,
  state: State,
  root: string,
  owner: Account,
  { name, private: hidden = false, files = {}, parent }: NewRepository,
): Promise<Repository> {
  const folder = join(root, owner.login, `${name}.git`);
  await mkdir(folder, { recursive: true });
  await runGit(folder, ['init', '--quiet', '--bare', '--initial-branch=main']);
  for (const [key, value] of Object.entries(CONFIG)) await runGit(folder, ['config', key, value]);
  const repository: Repository = {
    ...emptyRepository(world, owner, name, hidden, folder),
    ...(parent !== undefined && { parent }),
  };
  state.repositories.set(repository.fullName.toLowerCase(), repository);
  const git = openRepository(folder);
  const origin = parent === undefined ? undefined : world.repository(parent);
  if (origin !== undefined) await git.fetch(origin.folder, 'refs/heads/*', 'refs/heads/*');
  if (Object.keys(files).length > 0) await firstCommit(world, repository, owner, files);
  return repository;
}

const CONFIG = {
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
  'gc.auto': '0',
  'receive.autogc': 'false',
};

function emptyRepository(
  world: World,
  owner: Account,
  name: string,
  hidden: boolean,
  folder: string,
): Repository {
  return {
    id: world.nextId(),
    owner,
    name,
    fullName: `${owner.login}/${name}`,
    private: hidden,
    defaultBranch: 'main',
    archived: false,
    createdAt: world.now(),
    pushedAt: world.now(),
    folder,
    collaborators: new Map(),
    protection: new Map(),
    queues: new Map(),
    rulesets: [],
    issues: new Map(),
    nextNumber: 1,
    labels: new Map(),
    milestones: [],
    checkSuites: [],
    checkRuns: [],
    statuses: [],
    deployments: [],
    environments: new Map(),
    activity: [],
  };
}

async function firstCommit(
  world: World,
  repository: Repository,
  owner: Account,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const git = openRepository(repository.folder);
  const entries = [];
  for (const [path, text] of Object.entries(files)) {
    entries.push({ path, mode: '100644', type: 'blob', sha: await git.writeBlob(Buffer.from(text)) });
  }
  const tree = await git.writeTree(undefined, entries);
  const author = { name: owner.login, email: `${owner.login}@users.noreply.github.com`, date: world.now() };
  const after = await git.writeCommit({
    tree,
    parents: [],
    message: 'First commit',
    author,
    committer: author,
  });
  await world.moveRef({ repository, ref: 'refs/heads/main', after, actor: owner, by: 'api' });
}

function createApp(
  world: World,
  state: State,
  owner: Account,
  newAccount: (account: Omit<Account, 'id'>) => Account,
  { name, webhookUrl, webhookSecret, permissions, events }: NewApp,
): { app: App; privateKey: string } {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const slug = slugOf(name);
  const app: App = {
    id: world.nextId(),
    slug,
    name,
    clientId: `Iv23${randomBytes(8).toString('hex')}`,
    owner,
    bot: newAccount({ login: `${slug}[bot]`, type: 'Bot' }),
    publicKey: keys.publicKey,
    webhook: { url: webhookUrl, secret: webhookSecret },
    permissions,
    events,
    createdAt: world.now(),
  };
  state.apps.push(app);
  return { app, privateKey: keys.privateKey };
}
