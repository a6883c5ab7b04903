import type { Granted, ServerConfig } from '../config/server/server-config.ts';
import { OpsError } from '../core/errors.ts';
import type { App } from '../github/app/app.ts';
import { readIdentity } from '../github/app/identity.ts';
import { askCluster, mayChange } from '../kubernetes/check-access.ts';
import type { Client } from '../kubernetes/client/client.ts';
import type { Clusters } from '../kubernetes/clusters.ts';
import type { Log } from '../log.ts';
import type { Repositories } from '../ports/pulls.ts';
import type { Need } from '../web/readiness.ts';

export interface NeedsOptions {
  readonly config: ServerConfig;
  readonly app: App;
  readonly repositories: Pick<Repositories, 'list'>;
  readonly clusters: Clusters;
  readonly log: Log;
}

/** The needs of work: GitHub knows the App, and a cluster can be used. Each check logs its finding. */
export function wireNeeds(options: NeedsOptions): Need[] {
  const names = [...options.config.clusters.keys()];
  return [wireIdentity(options), ...names.map((name) => wireCluster(options, name))];
}

function wireIdentity({ app, repositories, config, log }: NeedsOptions): Need {
  return {
    part: 'GitHub',
    subject: { app: app.id },
    async look() {
      const { slug, lacking } = await readIdentity(app);
      log.info({ app: app.id, slug }, 'GitHub knows the App');
      if (lacking.length > 0)
        log.warn({ lacking }, 'the App lacks permissions: add them on its page, as app.yml lists them');
      await tellInstallations(repositories, config, log);
    },
  };
}

/** Logs where the App is installed; a failure to find out is no reason not to work. */
async function tellInstallations(
  repositories: Pick<Repositories, 'list'>,
  config: ServerConfig,
  log: Log,
): Promise<void> {
  const { grants } = config;
  for (const { repository } of grants) tellSetByServer(repository, config, log);
  try {
    const installed = await repositories.list();
    const names = new Set(installed.map(({ name }) => name.toLowerCase()));
    for (const each of grants) tellInstallation(each, names, log);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    log.warn({ reason: error.message }, 'it cannot be told in which repositories the App is installed');
  }
}

/**
 * Warns of a configuration that the server sets past every gate: as often as the server starts, until the key is taken
 * away.
 */
function tellSetByServer(repository: string, config: ServerConfig, log: Log): void {
  const commit = config.configurationOf(repository);
  if (commit !== undefined)
    log.warn(
      { repository, commit },
      'the server itself puts this configuration in force, once and past every gate: take "configuration" out of its file when that is done',
    );
}

function tellInstallation({ repository, clusters }: Granted, installed: ReadonlySet<string>, log: Log): void {
  if (!installed.has(repository))
    log.warn({ repository }, 'the App is not installed here: install it, or take the grant away');
  else if (clusters.size === 0)
    log.warn({ repository }, 'nothing is granted: no target of the repository can be planned');
  else log.info({ repository, clusters: [...clusters.keys()] }, 'repository is served');
}

function wireCluster({ config, clusters, log }: NeedsOptions, cluster: string): Need {
  return {
    part: 'a cluster',
    subject: { cluster },
    async look() {
      const client = await clusters.connect(cluster);
      const { version, keepsInventories } = await askCluster(client);
      log.info({ cluster, server: client.server, version }, 'cluster answers');
      if (!keepsInventories) log.warn({ cluster }, NO_INVENTORIES);
      for (const granted of config.grants) await tellGrant(granted, { cluster, client, log });
    },
  };
}

const NO_INVENTORIES =
  'nothing can be synced here: grant the account get on the namespace plumbline-system, and get, list, watch, create and patch on configmaps in it';

interface Asked {
  readonly cluster: string;
  readonly client: Client;
  readonly log: Log;
}

async function tellGrant({ repository, clusters }: Granted, { cluster, client, log }: Asked): Promise<void> {
  const grant = clusters.get(cluster);
  if (grant === undefined) return;
  const closed: string[] = [];
  for (const namespace of grant.namespaces === '*' ? [] : grant.namespaces)
    if (!(await mayChange(client, namespace))) closed.push(namespace);
  const fields = { repository, cluster, ...grant };
  if (closed.length === 0) log.info(fields, 'grant can be used');
  else
    log.warn({ ...fields, closed }, 'the account may change nothing there: grant it what is to be deployed');
}
