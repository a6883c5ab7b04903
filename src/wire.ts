import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliDeps, ClusterOptions } from './cli/deps.ts';
import { createTerminal } from './cli/terminal.ts';
import { type Env, readEnv } from './config/env.ts';
import type { Engines } from './flows/plan-target.ts';

import { createFolderSource } from './git/folder-source.ts';
import { findRepository } from './git/repository.ts';
import type { Client } from './kubernetes/client.ts';
import { connect } from './kubernetes/connect.ts';
import { createKubernetesEngine } from './kubernetes/engine.ts';
import { type Log, createLog } from './log.ts';
import type { Clock } from './ports/clock.ts';
import { createPlainRenderer } from './render/plain.ts';
import { planFolder, readOrMakeKey, stateFolder } from './store/state-folder.ts';
import { version } from './version.ts';

type Process = Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr' | 'cwd' | 'once'>;

export interface Cli {
  readonly deps: CliDeps;
  close(): Promise<void>;
}

/** The command line, wired to this process. */
export async function wireCli(process: Process): Promise<Cli> {
  const env = readEnv(process.env);
  const state = stateFolder(process.env, homedir());
  const clients = new Map<string, Promise<Client>>();
  const deps: CliDeps = {
    terminal: createTerminal({ ...process, plain: (process.env['NO_COLOR'] ?? '') !== '' }),
    cwd: process.cwd(),
    clock,
    records: planFolder(state),
    signal: interruption(process),
    repositoryAt: findRepository,
    folderSource: (folder) => createFolderSource(folder),
    engines: (options) =>
      wireEngines({ env, state, clients, log: createLog(env.PLUMBLINE_LOG_LEVEL) }, options),
  };
  return { deps, close: () => closeAll(clients) };
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal && { signal });
  },
};

/** The first Ctrl-C lets a sync end after the object in hand; the second one ends the process. */
function interruption(process: Process): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

interface EngineParts {
  readonly env: Env;
  readonly state: string;
  readonly clients: Map<string, Promise<Client>>;
  readonly log: Log;
}

async function wireEngines(parts: EngineParts, options: ClusterOptions): Promise<Engines> {
  const key = parts.env.PLUMBLINE_KEY ?? (await readOrMakeKey(parts.state));
  const kubernetes = createKubernetesEngine({
    connect: (cluster) => connectOnce(parts, options, options.contexts.get(cluster) ?? cluster),
    renderers: { plain: createPlainRenderer() },
    key,
    clock,
    version,
  });
  return { kubernetes };
}

function connectOnce(parts: EngineParts, options: ClusterOptions, context: string): Promise<Client> {
  const known = parts.clients.get(context);
  if (known !== undefined) return known;
  const client = connect({
    context,
    ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
    env: process.env,
    log: parts.log,
  });
  parts.clients.set(context, client);
  return client;
}

async function closeAll(clients: ReadonlyMap<string, Promise<Client>>): Promise<void> {
  for (const opening of clients.values()) {
    // One that never opened was told where it was asked for.
    const client = await opening.catch(() => undefined);
    await client?.close();
  }
}
