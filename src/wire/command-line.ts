import { homedir } from 'node:os';
import type { CliDeps, ClusterOptions } from '../cli/deps.ts';
import { createTerminal } from '../cli/terminal.ts';
import { type Env, programsOf, readEnv } from '../config/env.ts';
import { createConfiguration } from '../config/repository/configuration.ts';
import type { Engines } from '../flows/plan-target.ts';
import { readInput } from '../git/read-input.ts';
import { findRepository } from '../git/repository.ts';
import { createFileSource } from '../git/source/file-source.ts';
import { createFolderSource } from '../git/source/folder-source.ts';
import { kindOf } from '../git/source/kind-of.ts';
import { currentContext } from '../kubernetes/access/current-context.ts';
import type { Client } from '../kubernetes/client/client.ts';
import { KUBERNETES_FORMAT } from '../kubernetes/config/format.ts';
import { connect } from '../kubernetes/connect.ts';
import { createKubernetesEngine } from '../kubernetes/engine.ts';
import { createRenderer } from '../kubernetes/render/choose.ts';
import { createLog } from '../log.ts';
import { planFolder, readOrMakeKey, stateFolder } from '../store/state-folder.ts';
import { version } from '../version.ts';
import { clock } from './clock.ts';
import { startServer } from './server.ts';

type Process = Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr' | 'cwd' | 'once'>;

export interface Cli {
  readonly deps: CliDeps;
  close(): Promise<void>;
}

/** The command line, wired to this process. */
export function wireCli(process: Process): Cli {
  const state = stateFolder(process.env, homedir());
  const clients = new Map<string, Promise<Client>>();
  const deps: CliDeps = {
    terminal: createTerminal({ ...process, plain: (process.env['NO_COLOR'] ?? '') !== '' }),
    cwd: process.cwd(),
    clock,
    records: planFolder(state),
    configuration: createConfiguration([KUBERNETES_FORMAT]),
    interruptible: () => interruption(process),
    repositoryAt: findRepository,
    folderSource: (folder) => createFolderSource(folder),
    kindOf,
    fileSource: async (file, called) =>
      createFileSource({ ...called, bytes: await readInput(file, process.stdin) }),
    currentContext: ({ kubeconfig }) =>
      currentContext({ env: process.env, ...(kubeconfig !== undefined && { kubeconfig }) }),
    startServer: () => startServer(process.env, clock),
    askedToEnd: () => askedToEnd(process),
    engines: (options) => wireEngines({ env: readEnv(process.env), state, clients }, options),
  };
  return { deps, close: () => closeAll(clients) };
}

/** The first Ctrl-C lets a sync end after the objects in hand; the second one ends the process. */
function interruption(process: Process): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

function askedToEnd(process: Process): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

interface EngineParts {
  readonly env: Env;
  readonly state: string;
  readonly clients: Map<string, Promise<Client>>;
}

async function wireEngines(parts: EngineParts, options: ClusterOptions): Promise<Engines> {
  const key = parts.env.PLUMBLINE_KEY ?? (await readOrMakeKey(parts.state));
  const kubernetes = createKubernetesEngine({
    connect: (cluster) => connectOnce(parts, options, cluster),
    renderer: createRenderer(programsOf(parts.env, process.env['PATH'])),
    key,
    clock,
    log: createLog(parts.env.PLUMBLINE_LOG_LEVEL),
    version,
  });
  return { kubernetes };
}

function connectOnce(parts: EngineParts, options: ClusterOptions, cluster: string): Promise<Client> {
  const context = options.contexts.get(cluster) ?? cluster;
  const known = parts.clients.get(context);
  if (known !== undefined) return known;
  const client = connect({
    context,
    ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
    ...(options.as !== undefined && { as: options.as }),
    ...(!options.contexts.has(cluster) && { cure: `Say which of them it is: --cluster ${cluster}=CONTEXT.` }),
    env: process.env,
    log: createLog(parts.env.PLUMBLINE_LOG_LEVEL),
  });
  parts.clients.set(context, client);
  return client;
}

async function closeAll(clients: ReadonlyMap<string, Promise<Client>>): Promise<void> {
  for (const opening of clients.values()) {
    // A client that never opened was reported where it was asked for.
    const client = await opening.catch(() => undefined);
    await client?.close();
  }
}
