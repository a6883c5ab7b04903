import { cp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Octokit } from '@octokit/rest';
import { type InstalledApp, installApp } from '../app/start.ts';
import type { Cluster } from '../cluster/start.ts';
import type { GitHub } from '../github/server/start.ts';
import { type Stage, DemoFailed, git } from './stage.ts';

/** Who works at Acme: Ada builds the shop, Grace and Linus run it, Eve only reads. */
export type Person = 'ada' | 'grace' | 'linus' | 'eve';
const ROLES = { ada: 'write', grace: 'write', linus: 'write', eve: 'read' } as const;
const NAMES = { ada: 'Ada', grace: 'Grace', linus: 'Linus', eve: 'Eve' } as const;
export const SHOP = { owner: 'acme', repo: 'shop' };

const FIXTURE = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));

/** Acme's GitHub, the App on it, and a clone in which Ada works. */
export interface Company {
  readonly github: GitHub;
  /** Not started yet. */
  readonly app: InstalledApp;
  readonly stage: Stage;
  as(person: Person): Octokit;
}

export async function foundCompany(cluster: Cluster, github: GitHub, folder: string): Promise<Company> {
  const tokens = await hire(github);
  await github.admin.createRepository({
    owner: SHOP.owner,
    name: SHOP.repo,
    private: true,
    files: await filesOf(join(FIXTURE, 'base')),
  });
  const repository = github.world.repository(`${SHOP.owner}/${SHOP.repo}`);
  for (const [login, role] of Object.entries(ROLES)) repository?.collaborators.set(login, role);
  const app = await installApp({
    github,
    owner: SHOP.owner,
    folder: join(folder, 'plumbline'),
    config: serverConfig(cluster),
  });
  protectMain(github, app);
  const stage = await clone(cluster, github, folder, tokens.ada);
  const as = (person: Person) => new Octokit({ auth: tokens[person], baseUrl: github.apiUrl });
  return { github, app, stage, as };
}

/** Nothing reaches `main` but through Plumbline's gate, whoever presses the button. */
function protectMain(github: GitHub, app: InstalledApp): void {
  const repository = github.world.repository(`${SHOP.owner}/${SHOP.repo}`);
  if (repository === undefined) throw new Error('The shop has no repository.');
  github.admin.protectBranch(repository, 'main', {
    requiredChecks: [{ context: 'plumbline / production', appId: app.id }],
    strict: false,
    requiredApprovals: 0,
    dismissStale: false,
    enforceAdmins: true,
  });
}

async function hire({ admin }: GitHub): Promise<Record<Person, string>> {
  const tokenOf = async (login: Person) => {
    const email = `${login}@example.com`;
    return (await admin.createUser({ login, name: NAMES[login], email })).token;
  };
  const tokens = {
    ada: await tokenOf('ada'),
    grace: await tokenOf('grace'),
    linus: await tokenOf('linus'),
    eve: await tokenOf('eve'),
  };
  const members = { ada: 'member', grace: 'admin', linus: 'member' } as const;
  await admin.createOrganization({ login: SHOP.owner, members, teams: { sre: ['grace', 'linus'] } });
  return tokens;
}

function serverConfig({ kubeconfig }: Cluster): object {
  return {
    clusters: {
      staging: { context: 'staging', kubeconfig },
      production: { context: 'production', kubeconfig },
    },
    repositories: {
      'acme/shop': {
        clusters: {
          staging: { namespaces: ['shop-staging'] },
          production: { namespaces: '*', 'cluster-scoped': true },
        },
      },
    },
  };
}

async function clone(cluster: Cluster, github: GitHub, folder: string, token: string): Promise<Stage> {
  const work = join(folder, 'shop');
  const env = {
    ...process.env,
    KUBECONFIG: cluster.kubeconfig,
    XDG_STATE_HOME: join(folder, 'state'),
  };
  const remote = new URL(`${github.url}/${SHOP.owner}/${SHOP.repo}.git`);
  Object.assign(remote, { username: 'ada', password: token });
  await git({ folder, env, kubectl: cluster.kubectl }, 'clone', '--quiet', remote.href, work);
  const stage = { folder: work, env, kubectl: cluster.kubectl };
  // Whoever works in it later is Ada as well.
  await git(stage, 'config', 'user.name', NAMES.ada);
  await git(stage, 'config', 'user.email', 'ada@example.com');
  return stage;
}

/** Ada's change: a new image of the web pages, and one ConfigMap less. Pushed as the branch `feature`. */
export async function pushFeature({ stage }: Company): Promise<void> {
  await git(stage, 'checkout', '--quiet', '-b', 'feature');
  await cp(join(FIXTURE, 'feature'), stage.folder, { recursive: true });
  await rm(join(stage.folder, '.removed'));
  const removed = await readFile(join(FIXTURE, 'feature', '.removed'), 'utf8');
  for (const path of removed.split('\n').filter((line) => line !== '')) await rm(join(stage.folder, path));
  await git(stage, 'add', '--all');
  await git(stage, 'commit', '--quiet', '--message', 'Web 1.5.0; the autumn banner goes');
  await git(stage, 'push', '--quiet', 'origin', 'feature');
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (path: string) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
}

/** Waits until something holds. @throws DemoFailed when it does not in time. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
  seconds = 30,
): Promise<Answer> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new DemoFailed(`It did not happen within ${seconds} s that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
