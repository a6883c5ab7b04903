import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Octokit } from '@octokit/rest';
import pg from 'pg';
import { type InstalledApp, installApp } from '../../sandbox/app/start.ts';
import { type Answer, type GitHub, startGitHub } from '../../sandbox/github/server/start.ts';
import { usePostgres } from '../../test/support/postgres.ts';

/** A sandbox GitHub and the App, with the toy engine instead of a cluster. */
export interface Place {
  /** The REST API as a person uses it: `alice` proposes, and `bob` may approve. */
  readonly as: Readonly<Record<Login, Octokit>>;
  /** Opens pull requests, each of which turns on a light of its own, from branches `pull-1`, `pull-2`, …. */
  open(count: number): Promise<void>;
  /** Commits a new file to a branch. */
  push(branch: string, path: string, text: string): Promise<void>;
  /** What the App has asked for since the last call, once it has no more work to do. */
  requests(): Promise<readonly Answer[]>;
  stop(): Promise<void>;
}

type Login = 'alice' | 'bob';

export const NAME = { owner: 'acme', repo: 'shop' };
const SERVER = fileURLToPath(new URL('../../test/support/lights-server.ts', import.meta.url));
const CONFIG = `version: 1
environments:
  production:
    gate: { approvals: 1 }
    targets:
      house: { engine: lights, house: number-9, path: lights }
`;

export async function startPlace(): Promise<Place> {
  const opened = new AsyncDisposableStack();
  try {
    return await openPlace(opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function openPlace(opened: AsyncDisposableStack): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const answers: Answer[] = [];
  const github = await startGitHub({
    folder: join(folder, 'github'),
    answered(answer) {
      if (answer.by === 'installation') answers.push(answer);
    },
  });
  opened.defer(() => github.stop());
  const as = { alice: await createUser(github, 'alice'), bob: await createUser(github, 'bob') };
  const { alice } = as;
  await createRepository(github);
  const postgres = opened.adopt(await usePostgres(), (server) => server.stop());
  const databaseUrl = await postgres.database();
  const database = opened.adopt(new pg.Client({ connectionString: databaseUrl }), (client) => client.end());
  await database.connect();
  const app = await installLights(github, folder, databaseUrl);
  opened.defer(async () => void (await app.stop('SIGKILL')));
  const push: Place['push'] = async (branch, path, text) => {
    const content = Buffer.from(text).toString('base64');
    const file = { ...NAME, branch, path, message: `Add ${path}`, content };
    await alice.rest.repos.createOrUpdateFileContents(file);
  };
  return {
    as,
    push,
    async open(count) {
      const main = await alice.rest.git.getRef({ ...NAME, ref: 'heads/main' });
      for (let n = 1; n <= count; n += 1) {
        await alice.rest.git.createRef({ ...NAME, ref: `refs/heads/pull-${n}`, sha: main.data.object.sha });
        await push(`pull-${n}`, `lights/room-${n}`, `room-${n} on\n`);
        await alice.rest.pulls.create({ ...NAME, head: `pull-${n}`, base: 'main', title: `Room ${n}` });
      }
    },
    async requests() {
      // The last job's own requests may bring another webhook, and so another job.
      for (let calm = 0; calm < CALM; calm += 1) {
        await github.settled();
        if (await isBusy(database)) calm = 0;
        await sleep(200);
      }
      return answers.splice(0);
    },
    stop: () => opened.disposeAsync(),
  };
}

/** How often in a row there must be nothing to do. */
const CALM = 10;

/** Whether a job waits, runs, or is to be tried again. */
async function isBusy(database: pg.Client): Promise<boolean> {
  const unfinished = `select 1 from pgboss.job where state < 'completed' and name not like '\\_\\_pgboss%' limit 1`;
  return (await database.query(unfinished)).rowCount !== 0;
}

async function createUser({ admin, apiUrl }: GitHub, login: Login): Promise<Octokit> {
  const { token } = await admin.createUser({ login, email: `${login}@example.com` });
  return new Octokit({ auth: token, baseUrl: apiUrl });
}

async function createRepository({ admin }: GitHub): Promise<void> {
  await admin.createOrganization({ login: NAME.owner, members: { alice: 'member', bob: 'member' } });
  const files = { '.github/plumbline.yml': CONFIG, 'lights/kitchen': 'kitchen on\n' };
  const made = { owner: NAME.owner, name: NAME.repo, private: true, files };
  const { collaborators } = await admin.createRepository(made);
  for (const login of ['alice', 'bob']) collaborators.set(login, 'write');
}

async function installLights(github: GitHub, folder: string, databaseUrl: string): Promise<InstalledApp> {
  const lights = join(folder, 'lights');
  await mkdir(lights);
  const app = await installApp({
    github,
    owner: NAME.owner,
    folder: join(folder, 'app'),
    config: { clusters: {}, repositories: { [`${NAME.owner}/${NAME.repo}`]: { clusters: {} } } },
    env: {
      LIGHTS: lights,
      DATABASE_URL: databaseUrl,
      PLUMBLINE_KEY: 'a key for nothing but the measurement',
    },
    program: SERVER,
  });
  await app.start();
  return app;
}
