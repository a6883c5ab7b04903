import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type InstalledApp, installApp } from '../../../sandbox/app/start.ts';
import { startGitHub } from '../../../sandbox/github/server/start.ts';
import { until } from '../../support/loop.ts';
import { folderWith } from '../../support/temp-folder.ts';

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly kubeconfig?: string;
  /** As the server's user may do little: the context of one who may. */
  readonly context?: string;
}

/** An App that is registered and installed in acme/shop; not started yet. */
async function installed({ env = {}, kubeconfig, context }: Given = {}): Promise<InstalledApp> {
  const github = await startGitHub({ folder: folderWith({}) });
  onTestFinished(() => github.stop());
  await github.admin.createOrganization({ login: 'acme', members: {} });
  await github.admin.createRepository({ owner: 'acme', name: 'shop', files: { 'README.md': '' } });
  const folder = folderWith({});
  cpSync(inject('emptyDatabase'), join(folder, 'data', 'database'), { recursive: true });
  const sandbox = { context: context ?? inject('context'), kubeconfig: kubeconfig ?? inject('kubeconfig') };
  const app = await installApp({
    github,
    owner: 'acme',
    folder,
    config: {
      clusters: { sandbox },
      repositories: {
        'acme/shop': { clusters: { sandbox: { namespaces: ['shop'] } } },
        'acme/other': { clusters: {} },
      },
    },
    env,
  });
  onTestFinished(async () => void (await app.stop('SIGKILL')));
  return app;
}

type Line = Readonly<Record<string, unknown>>;

const linesOf = (app: InstalledApp): Line[] =>
  app
    .process()
    .output()
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => JSON.parse(text) as Line);
const told = (app: InstalledApp, msg: string) =>
  until(msg, async () => linesOf(app).find((line) => line['msg'] === msg));
const readyz = async (app: InstalledApp) => (await fetch(`${app.process().url}/readyz`)).status;

describe('U67: plumb serve tells at its start', { timeout: 120_000 }, () => {
  it('what it does, and what it finds of the database, the App, each cluster, grant and repository', async () => {
    const app = await installed();
    await app.start();
    await until('it is ready', async () => (await readyz(app)) === 200);
    expect(await told(app, 'grant can be used')).toMatchObject({
      repository: 'acme/shop',
      cluster: 'sandbox',
      namespaces: ['shop'],
    });
    expect(await told(app, 'repository is served')).toMatchObject({ repository: 'acme/shop' });
    expect(
      await told(app, 'the App is not installed here: install it, or take the grant away'),
    ).toMatchObject({
      repository: 'acme/other',
    });
    expect(await told(app, 'cluster answers')).toMatchObject({
      cluster: 'sandbox',
      version: expect.stringMatching(/^v1\./),
    });
    expect(await told(app, 'GitHub knows the App')).toMatchObject({ slug: 'plumbline' });
    const messages = linesOf(app).map(({ msg }) => String(msg));
    const order = ['starting', 'opening the embedded database', 'the database is open', 'listening'];
    const places = order.map((start) => messages.findIndex((msg) => msg.startsWith(start)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
  });

  it('an App id that is invented: what to do, and it is not ready', async () => {
    const app = await installed({ env: { PLUMBLINE_APP_ID: '4711' } });
    await app.start();
    expect(await told(app, 'GitHub cannot be used')).toMatchObject({
      level: 50,
      reason: expect.stringMatching(
        /^GitHub App 4711: GitHub does not accept its id and private key\. Take the App ID from the page of the App/,
      ),
    });
    expect(await readyz(app)).toBe(503);
    expect((await fetch(`${app.process().url}/healthz`)).status).toBe(200);
  });

  it('a kubeconfig that is missing: which, and where to name it; without any cluster it is not ready', async () => {
    const app = await installed({ kubeconfig: '/nowhere/kubeconfig' });
    await app.start();
    expect(await told(app, 'a cluster cannot be used')).toMatchObject({
      cluster: 'sandbox',
      reason: `context "${inject('context')}": there is no kubeconfig (looked at /nowhere/kubeconfig). Set KUBECONFIG, or name the file as "kubeconfig" of cluster "sandbox" in the server's file.`,
    });
    await told(app, 'GitHub knows the App');
    expect(await readyz(app)).toBe(503);
  });

  it('an account that may do nothing: what to grant it', async () => {
    const app = await installed({ context: inject('readerContext') });
    await app.start();
    expect(
      await told(app, 'the account may change nothing there: grant it what is to be deployed'),
    ).toMatchObject({ repository: 'acme/shop', closed: ['shop'] });
  });

  it('a key that is none, and replicas without a shared key: refused, and nothing listens', async () => {
    const file = join(folderWith({}), 'key.pem');
    writeFileSync(file, '-----BEGIN PRIVATE KEY-----\nbm9uZQ==\n-----END PRIVATE KEY-----\n');
    const invented = await installed({ env: { PLUMBLINE_PRIVATE_KEY_FILE: file } });
    await expect(invented.start()).rejects.toThrow(
      /ended with 1:[^]*PLUMBLINE_PRIVATE_KEY_FILE \S+key\.pem: it is not a private key\. Name the PEM file/,
    );
    const replica = await installed({ env: { DATABASE_URL: 'postgres://db.example/plumbline' } });
    await expect(replica.start()).rejects.toThrow(
      /ended with 1:[^]*PLUMBLINE_KEY must be set where DATABASE_URL is, since each replica would make another one/,
    );
  });
});
