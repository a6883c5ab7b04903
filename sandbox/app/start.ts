import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { GitHub } from '../github/server/start.ts';
import type { Level } from '../github/world/model.ts';
import { type Served, serve } from './served.ts';

export interface AppOptions {
  readonly github: GitHub;
  /** The organization that owns the App, and in which it is installed. */
  readonly owner: string;
  /** Where its data and configuration live. */
  readonly folder: string;
  /** The server's file: `clusters` and `repositories`. */
  readonly config: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Path of the manifest that it is registered with. Default: `app.yml`. */
  readonly manifest?: string;
  /** Another program than `plumb serve`, by its path. */
  readonly program?: string;
}

/** Plumbline, registered with a sandbox GitHub as `app.yml` says, and served as a process of its own. */
export interface InstalledApp {
  readonly id: number;
  /** The process that runs now. @throws when none was started */
  process(): Served;
  /** Starts one more, with the same data, and has GitHub speak to it. */
  start(): Promise<void>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Registers and installs it; `start` serves it. */
export async function installApp(options: AppOptions): Promise<InstalledApp> {
  const { github, folder, program } = options;
  const secret = randomBytes(24).toString('hex');
  const { app, privateKey } = await register(options, secret);
  const env = { ...(await environment(options, app.id, privateKey, secret)), ...options.env };
  let served: Served | undefined;
  const current = () => {
    if (served === undefined) throw new Error('The App was not started.');
    return served;
  };
  const start = async () => {
    served = await serve({ folder, env, ...(program !== undefined && { program }) });
    github.admin.setWebhookUrl(app, `${served.url}/webhooks`);
  };
  const stop = async (signal: 'SIGTERM' | 'SIGKILL') => served?.stop(signal) ?? null;
  return { id: app.id, process: current, start, stop };
}

const MANIFEST = fileURLToPath(new URL('../../app.yml', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly default_permissions: Readonly<Record<string, Level>>;
  readonly default_events: readonly string[];
}

/** What a person does once on GitHub's pages: register the App by its manifest, and install it. */
async function register({ github, owner, manifest: file = MANIFEST }: AppOptions, secret: string) {
  const manifest = parse(await readFile(file, 'utf8')) as Manifest;
  const registered = await github.admin.createApp({
    name: manifest.name,
    owner,
    webhookUrl: '',
    webhookSecret: secret,
    permissions: manifest.default_permissions,
    events: manifest.default_events,
  });
  const account = github.world.account(owner);
  if (account === undefined) throw new Error(`There is no account ${owner}.`);
  await github.admin.install(registered.app, account, {});
  return registered;
}

async function environment(
  { github, folder, config }: AppOptions,
  id: number,
  privateKey: string,
  secret: string,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    PLUMBLINE_APP_ID: String(id),
    PLUMBLINE_PRIVATE_KEY_FILE: await write('app.pem', privateKey),
    PLUMBLINE_WEBHOOK_SECRET: secret,
    PLUMBLINE_SERVER_CONFIG: await write(
      'server.yml',
      stringify({ version: 1, ...config }, { aliasDuplicateObjects: false }),
    ),
    PLUMBLINE_GITHUB_URL: github.url,
    PLUMBLINE_GITHUB_API_URL: github.apiUrl,
    PLUMBLINE_DATA: join(folder, 'data'),
    PLUMBLINE_HOST: '127.0.0.1',
    PORT: '0',
    PLUMBLINE_METRICS_PORT: '0',
  };
}
