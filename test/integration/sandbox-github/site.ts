import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { type GitHub, type GitHubOptions, startGitHub } from '../../../sandbox/github/server/start.ts';
import type { Installation, Permissions, Repository } from '../../../sandbox/github/world/model.ts';
import { type ExecResult, exec } from '../../../src/process/exec.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** `ada` owns what there is, `grace` writes, `eve` only reads, `mallory` is a stranger. */
export type Login = 'ada' | 'grace' | 'eve' | 'mallory';

/** A started GitHub with the private repository `acme/shop` and an App installed on it. */
export interface Site {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly tokens: Readonly<Record<Login, string>>;
  readonly app: Awaited<ReturnType<GitHub['admin']['createApp']>>;
  readonly installation: Installation;
  /** What the App is told. */
  readonly receiver: Receiver;
  /** @param pem signs it instead of the App's own key */
  readonly jwt: (claims?: Readonly<Record<string, unknown>>, pem?: string) => Promise<string>;
  /** Of the App's installation. */
  readonly installationToken: (narrowing?: object) => Promise<string>;
  readonly api: (
    token: string | undefined,
    request: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** An address that Git can use, with the token as the password. */
  readonly remote: (token: string | undefined, name?: string) => string;
  readonly git: (folder: string, ...args: readonly string[]) => Promise<ExecResult>;
  /** A clone of `acme/shop` with a commit on a new branch. */
  readonly clone: (token: string, branch?: string) => Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export const FILES = { 'README.md': '# Shop\n', 'k8s/web.yaml': 'kind: Deployment\n' };
const PERMISSIONS: Permissions = {
  metadata: 'read',
  contents: 'write',

  pull_requests: 'read',
};

export interface SiteOptions {
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly observe?: GitHubOptions['observe'];
}

export async function startSite({
  permissions = PERMISSIONS,
  events = ['push', 'create', 'delete'],
  observe,
}: SiteOptions = {}): Promise<Site> {
  const github = await startGitHub({ folder: folderWith({}), ...(observe !== undefined && { observe }) });
  onTestFinished(() => github.stop());
  const receiver = await startReceiver();
  const { admin } = github;
  const tokens = { ada: '', grace: '', eve: '', mallory: '' };
  for (const login of Object.keys(tokens) as Login[])
    tokens[login] = (await admin.createUser({ login, email: `${login}@example.com` })).token;
  await admin.createOrganization({
    login: 'acme',
    members: { ada: 'admin', grace: 'member' },
    teams: { sre: ['grace'] },
  });
  const repository = await admin.createRepository({
    owner: 'acme',
    name: 'shop',
    private: true,
    files: FILES,
  });
  repository.collaborators.set('grace', 'write').set('eve', 'read');
  const app = await admin.createApp({
    name: 'Plumb Line',
    owner: 'acme',
    permissions,
    events,
    // Its installation is no part of what the tests are about.
    webhookUrl: '',
    webhookSecret: 'a secret',
  });
  const installation = await admin.install(app.app, repository.owner, {});
  admin.setWebhookUrl(app.app, receiver.url);
  const jwt: Site['jwt'] = (claims, pem) => sign(app.app.id, pem ?? app.privateKey, claims);
  const api: Site['api'] = (token, request, body, headers) =>
    call(github.apiUrl, token, request, body, headers);
  const site: Omit<Site, 'clone'> = {
    github,
    repository,
    tokens,
    app,
    installation,
    receiver,
    jwt,
    api,
    git,
    async installationToken(narrowing = {}) {
      const path = `POST /app/installations/${installation.id}/access_tokens`;
      return (await api(await jwt(), path, narrowing)).body.token as string;
    },
    remote: (token, name = 'acme/shop') => addressOf(github.url, token, name),
  };
  return { ...site, clone: (token, branch = 'feature') => clone(site, token, branch) };
}

function sign(app: number, pem: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iat: now - 30, exp: now + 300, iss: String(app), ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(createPrivateKey(pem));
}

async function call(
  apiUrl: string,
  token: string | undefined,
  request: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const [method = '', path = ''] = request.split(' ');
  const all = new Headers(headers);
  if (token !== undefined) all.set('authorization', `Bearer ${token}`);
  const init = { method, headers: all, ...(body !== undefined && { body: textOf(body) }) };
  const response = await fetch(path.startsWith('/') ? apiUrl + path : path, init);
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: json ? (JSON.parse(text) as unknown) : text,
  };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function addressOf(url: string, token: string | undefined, name: string): string {
  const remote = new URL(`${url}/${name}.git`);
  if (token !== undefined) Object.assign(remote, { username: 'x-access-token', password: token });
  return remote.href;
}

function git(folder: string, ...args: readonly string[]): Promise<ExecResult> {
  return exec('git', args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    },
  });
}

async function clone(site: Omit<Site, 'clone'>, token: string, branch: string): Promise<string> {
  const folder = folderWith({});
  await site.git(folder, 'clone', '--quiet', site.remote(token), '.');
  await site.git(folder, 'checkout', '--quiet', '-b', branch);
  await site.git(folder, 'commit', '--quiet', '--allow-empty', '--message', `On ${branch}`);
  return folder;
}
