import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import { expect, inject, onTestFailed, onTestFinished } from 'vitest';
import { type InstalledApp, installApp } from '../../sandbox/app/start.ts';
import { createContract } from '../../sandbox/github/contract/contract.ts';
import { type GitHub, startGitHub } from '../../sandbox/github/server/start.ts';
import { exec } from '../../src/process/exec.ts';
import { folderWith } from './temp-folder.ts';
import { tools } from './tools.ts';

/** Who is there: `alice` proposes, `bob` and `carol` may write, `mallory` may only read. */
export type Login = 'alice' | 'bob' | 'carol' | 'mallory';
const ROLES = { alice: 'write', bob: 'write', carol: 'admin', mallory: 'read' } as const;

/** All replicas of a test have it. */
const PLUMBLINE_KEY = 'a key that all replicas of a test have';

export const CHECK = 'plumbline / production';
export const NAME = { owner: 'acme', repo: 'shop' };

/** A GitHub, the App as a process, and the real cluster, with a namespace of the test's own. */
export interface Loop {
  readonly github: GitHub;
  readonly namespace: string;
  /** `production/<name>`, of no other test: its inventory is found by its name. */
  readonly target: string;
  readonly app: InstalledApp;
  /** Where the server has its data: `data/`. */
  readonly folder: string;
  /** The REST API as a person uses it. */
  as(login: Login): Octokit;
  /** Where that person clones from and pushes to. */
  remote(login: Login): string;
  /** Commits files (`undefined`: deletes) on a branch made from `main`, and pushes. @returns the commit */
  push(branch: string, files: Readonly<Record<string, string | undefined>>, by?: Login): Promise<string>;
  open(branch: string, by?: Login): Promise<number>;
  merge(pull: number, by?: Login): Promise<string>;
  /** Bodies of what the App wrote in the pull request. */
  comments(pull: number): Promise<readonly string[]>;
  /** The App's check of that name on the pull request's head. */
  check(pull: number, name?: string): Promise<Check | undefined>;
  /** The App's check of that name on a commit or branch. */
  checkAt(ref: string, name: string): Promise<Check | undefined>;
  /** The latest state of each Deployment to production, newest first. */
  deployments(): Promise<readonly string[]>;
  kubectl(...args: readonly string[]): Promise<string>;
}

export interface Check {
  readonly id: number;
  readonly conclusion: string | null;
  readonly status: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

export interface LoopOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** Whether it has a configuration. Default: yes. */
  readonly configured?: boolean;
  /** More repositories of the organization, by name: with the same people and grants. */
  readonly also?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the server grants the repository in the cluster; null: nothing. Default: the test's namespace. */
  readonly grants?: object | null;
  /** A PostgreSQL server instead of the embedded database. */
  readonly databaseUrl?: string;
  /** Of the server's environment, beside what it needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the namespace and the target, for what is kept beyond a test. Default: of no other test. */
  readonly name?: string;
  /** The first of GitHub's numbers. */
  readonly idsFrom?: number;
  /** Called with each event, when it happens. */
  readonly told?: (event: string, action: string | undefined, payload: unknown) => void;
  /** The App as it was registered then: a manifest instead of `app.yml`. */
  readonly manifest?: string;
  /** Another program than `plumb serve`, by its path. */
  readonly program?: string;
}

export const CONFIG = `version: 1
environments:
  production:
    gate: { approvals: 1 }
    drift: { action: pull-request, after: 1s }
    targets:
      TARGET: { engine: kubernetes, cluster: sandbox, path: k8s, namespace: NAMESPACE, prune: true }
`;

export async function startLoop(options: LoopOptions = {}): Promise<Loop> {
  const { files = {}, grants, databaseUrl, idsFrom = 0, manifest, program } = options;
  const namespace = `test-${options.name ?? randomBytes(4).toString('hex')}`;
  const name = namespace.replace('test', 'shop');
  const own = (text: string) => text.replaceAll('NAMESPACE', namespace).replaceAll('TARGET', name);
  const kubectl: Loop['kubectl'] = (...args) =>
    insist(inject('kubectl'), ['--kubeconfig', inject('kubeconfig'), '--namespace', namespace, ...args], '/');
  await kubectl('create', 'namespace', namespace);
  onTestFinished(async () => {
    await kubectl('delete', 'namespace', namespace, '--wait=false', '--ignore-not-found');
    const inventory = ['configmap', `production.${name}`, '--namespace', 'plumbline-system'];
    await kubectl('delete', ...inventory, '--ignore-not-found');
  });

  const contract = await createContract();
  const github = await startGitHub({
    folder: folderWith({}),
    observe: {
      exchange: (exchange) => contract.exchange(exchange),
      webhook(...event) {
        contract.webhook(...event);
        options.told?.(...event);
      },
    },
  });
  onTestFinished(async () => {
    await github.stop();
    // What the App asks for exists, and is asked for as GitHub wants it.
    expect(github.unknownRoutes).toEqual([]);
    expect(contract.problems).toEqual([]);
  });
  while (github.world.nextId() < idsFrom);
  const tokens = new Map<Login, string>();
  for (const login of Object.keys(ROLES) as Login[]) {
    const { token } = await github.admin.createUser({ login, email: `${login}@example.com` });
    tokens.set(login, token);
  }
  await github.admin.createOrganization({
    login: NAME.owner,
    members: { alice: 'member', bob: 'member', carol: 'admin' },
    teams: { sre: ['bob', 'carol'] },
  });
  const create = async (repo: string, given: Readonly<Record<string, string>>) => {
    const entries = Object.entries(given).map(([path, text]) => [path, own(text)] as const);
    const made = { owner: NAME.owner, name: repo, private: true, files: Object.fromEntries(entries) };
    const created = await github.admin.createRepository(made);
    for (const [login, role] of Object.entries(ROLES)) created.collaborators.set(login, role);
    return created;
  };
  const repository = await create(NAME.repo, {
    ...(options.configured !== false && { '.github/plumbline.yml': CONFIG }),
    ...files,
  });
  const also = Object.entries(options.also ?? {});
  for (const [repo, given] of also) await create(repo, given);
  const folder = folderWith({});
  cpSync(inject('emptyDatabase'), join(folder, 'data', 'database'), { recursive: true });
  const app = await installApp({
    github,
    owner: NAME.owner,
    folder,
    config: serverConfig(
      [NAME.repo, ...also.map(([repo]) => repo)],
      grants === undefined ? { namespaces: [namespace] } : grants,
      folder,
    ),
    env: {
      ...tools(),
      ...options.env,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl, PLUMBLINE_KEY }),
    },
    ...(manifest !== undefined && { manifest }),
    ...(program !== undefined && { program }),
  });
  onTestFinished(async () => void (await app.stop('SIGKILL')));
  await app.start();
  onTestFailed(() => void process.stderr.write(app.process().output()));

  const remote = (login: Login) => remoteOf(github.url, login, tokens.get(login) ?? '');
  const as = (login: Login) => new Octokit({ auth: tokens.get(login), baseUrl: github.apiUrl });
  const headOf = (pull: number) => repository.issues.get(pull)?.pull?.head.sha ?? '';
  return {
    github,
    namespace,
    target: `production/${name}`,
    kubectl,
    as,
    remote,
    app,
    folder,
    push: (branch, changes, by = 'alice') => push({ remote: remote(by), by, branch, changes, own }),
    async open(branch, by = 'alice') {
      const parameters = { ...NAME, head: branch, base: 'main', title: `Change by ${by}` };
      return (await as(by).rest.pulls.create(parameters)).data.number;
    },
    async merge(pull, by = 'carol') {
      return (await as(by).rest.pulls.merge({ ...NAME, pull_number: pull })).data.sha;
    },
    async deployments() {
      const { repos } = as('carol').rest;
      const { data } = await repos.listDeployments({ ...NAME, environment: 'production' });
      const states = data.map(async ({ id: deployment_id }) => {
        const statuses = await repos.listDeploymentStatuses({ ...NAME, deployment_id });
        return statuses.data[0]?.state ?? 'none';
      });
      return Promise.all(states);
    },
    async comments(pull) {
      const { data } = await as('carol').rest.issues.listComments({
        ...NAME,
        issue_number: pull,
        per_page: 100,
      });
      return data.filter(({ user }) => user?.type === 'Bot').map(({ body }) => body ?? '');
    },
    check: (pull, name = CHECK) => checkAt(headOf(pull), name),
    checkAt,
  };

  async function checkAt(ref: string, name: string): Promise<Check | undefined> {
    const { data } = await as('carol').rest.checks.listForRef({ ...NAME, ref, check_name: name });
    const run = data.check_runs[0];
    if (run === undefined) return undefined;
    const { title, summary, text } = run.output;
    const output = { title: title ?? '', summary: summary ?? '', text: text ?? '' };
    return { id: run.id, conclusion: run.conclusion, status: run.status, ...output };
  }
}

/** Beside the real cluster there is `gone`, where nobody answers. */
function serverConfig(names: readonly string[], grant: object | null, folder: string): object {
  const sandbox = { context: inject('context'), kubeconfig: inject('kubeconfig') };
  const gone = { context: 'gone', kubeconfig: join(folder, 'gone.yaml') };
  writeFileSync(gone.kubeconfig, NOBODY);
  const clusters = grant === null ? {} : { sandbox: grant, gone: grant };
  return {
    clusters: { sandbox, gone },
    repositories: Object.fromEntries(names.map((name) => [`${NAME.owner}/${name}`, { clusters }])),
  };
}

const NOBODY = `apiVersion: v1
kind: Config
clusters: [{ name: gone, cluster: { server: 'https://127.0.0.1:1' } }]
users: [{ name: gone, user: { token: none } }]
contexts: [{ name: gone, context: { cluster: gone, user: gone } }]
`;

interface Push {
  readonly remote: string;
  readonly by: Login;
  readonly branch: string;
  readonly changes: Readonly<Record<string, string | undefined>>;
  readonly own: (text: string) => string;
}

function remoteOf(url: string, login: Login, token: string): string {
  const remote = new URL(`${url}/${NAME.owner}/${NAME.repo}.git`);
  return Object.assign(remote, { username: login, password: token }).href;
}

/** As a person does it: clone, commit, push. */
async function push({ remote, by, branch, changes, own }: Push): Promise<string> {
  const folder = folderWith({});
  const git = (...args: readonly string[]) =>
    insist('git', ['-c', `user.name=${by}`, '-c', `user.email=${by}@example.com`, ...args], folder);
  await git('clone', '--quiet', remote, '.');
  const known = (await git('branch', '--remotes', '--list', `origin/${branch}`)) !== '';
  await git('checkout', '--quiet', ...(known || branch === 'main' ? [branch] : ['-b', branch]));
  for (const [path, text] of Object.entries(changes)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text === undefined) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), own(text));
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--message', `Change ${Object.keys(changes).join(', ')}`);
  await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  return git('rev-parse', 'HEAD');
}

async function insist(program: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  const { code, stdout, stderr } = await exec(program, args, { cwd, env });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** Waits until something holds. @throws with the last answer when it does not in time */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
  seconds = 60,
): Promise<Answer> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${seconds} s that ${what}.`);
    await sleep(200);
  }
}
