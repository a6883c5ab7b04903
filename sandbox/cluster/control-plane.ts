import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLog, prepareApiServer, startApiServer } from './api-server.ts';
import { startControllers } from './controllers.ts';
import { startEtcd } from './etcd.ts';
import { kubeconfig } from './kubeconfig.ts';
import type { Programs } from './programs.ts';
import type { Site } from './site.ts';
import { type User, ADMIN } from './users.ts';

export type Names = readonly [string, ...string[]];

/** What a cluster shall be. */
export type Blueprint = {
  programs: Programs;
  contexts: Names;
  users: readonly User[];
  controllers: boolean;
};

/** How to reach what runs. */
export type ControlPlane = {
  /** Path of a kubeconfig with a context per name and user. */
  kubeconfig: string;
  /** https address of the API server. */
  server: string;
  /** The bearer token of each user by name; the administrator is `admin`. */
  tokens: Record<string, string>;
  /** Path of the API server's audit log: one JSON line for each request, without bodies. */
  auditLog: string;
  /** Temporary folder with everything, the programs' logs too. */
  folder: string;
};

/** etcd, then the API server, then what acts on objects. Resolves when all of it is ready. */
export async function startControlPlane(site: Site, wanted: Blueprint): Promise<ControlPlane> {
  const [etcd] = await Promise.all([startEtcd(site), prepareApiServer(site)]);
  const endpoint = await startApiServer(site, etcd);
  const { controllers } = site.programs;
  if (wanted.controllers && controllers) await startControllers(site, endpoint, controllers);

  const users = [ADMIN, ...wanted.users.map(({ name }) => name)].map((name) => site.identities.of(name));
  const file = join(site.folder, 'kubeconfig');
  await writeFile(file, kubeconfig(endpoint, wanted.contexts, users), { mode: 0o600 });
  return {
    kubeconfig: file,
    server: endpoint.server,
    tokens: Object.fromEntries(users.map(({ name, token }) => [name, token])),
    auditLog: auditLog(site.folder),
    folder: site.folder,
  };
}
