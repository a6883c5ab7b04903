import { presentRepositoryBrief } from '../repositories/present.ts';
import type { Account, App, Installation, Permissions, Repository } from '../world/model.ts';
import { type State, isCovered } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { emitInstallation } from './events.ts';

export interface InstallOptions {
  /** Full names; without them all of the account, also those to come. */
  readonly repositories?: readonly string[];
  /** An installation that has not accepted what the App asks for since. */
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  /** Who presses the button. */
  readonly by?: Account;
}

/** What an owner does with an App on GitHub's pages, from the installation to its end. */
export interface Lifecycle {
  install(app: App, account: Account, options: InstallOptions): Promise<Installation>;
  uninstall(installation: Installation, by?: Account): void;
  suspend(installation: Installation, by?: Account): void;
  unsuspend(installation: Installation, by?: Account): void;
  /** What the App's manifest asks for from now on: each installation keeps what it has until it accepts. */
  requestPermissions(app: App, permissions: Permissions, events: readonly string[]): void;
  acceptPermissions(installation: Installation, by?: Account): void;
  addRepositories(installation: Installation, repositories: readonly Repository[], by?: Account): void;
  removeRepositories(installation: Installation, repositories: readonly Repository[], by?: Account): void;
}

export function createLifecycle(world: World, state: State): Lifecycle {
  const covered = (installation: Installation) =>
    world
      .repositories()
      .filter((repository) => isCovered(installation, repository))
      .map(presentRepositoryBrief);
  return {
    async install(app, account, { repositories, permissions, events, by = account }) {
      const installation: Installation = {
        id: world.nextId(),
        app,
        account,
        selection: repositories === undefined ? 'all' : 'selected',
        repositories: new Set(repositories),
        permissions: permissions ?? app.permissions,
        events: events ?? app.events,
        createdAt: world.now(),
        updatedAt: world.now(),
      };
      state.installations.push(installation);
      const more = { repositories: covered(installation), requester: null };
      emitInstallation(world, installation, 'installation', 'created', by, more);
      return installation;
    },
    uninstall(installation, by = installation.account) {
      const more = { repositories: covered(installation) };
      state.installations.splice(state.installations.indexOf(installation), 1);
      for (const [token, { installation: of }] of state.installationTokens)
        if (of === installation) state.installationTokens.delete(token);
      emitInstallation(world, installation, 'installation', 'deleted', by, more);
    },
    suspend(installation, by = installation.account) {
      Object.assign(installation, { suspendedAt: world.now(), suspendedBy: by, updatedAt: world.now() });
      emitInstallation(world, installation, 'installation', 'suspend', by, {
        repositories: covered(installation),
      });
    },
    unsuspend(installation, by = installation.account) {
      delete installation.suspendedAt;
      delete installation.suspendedBy;
      emitInstallation(world, installation, 'installation', 'unsuspend', by, {
        repositories: covered(installation),
      });
    },
    requestPermissions: (app, permissions, events) => void Object.assign(app, { permissions, events }),
    acceptPermissions(installation, by = installation.account) {
      const { permissions, events } = installation.app;
      Object.assign(installation, { permissions, events, updatedAt: world.now() });
      const more = { repositories: covered(installation) };
      emitInstallation(world, installation, 'installation', 'new_permissions_accepted', by, more);
    },
    addRepositories(installation, repositories, by = installation.account) {
      for (const { fullName } of repositories) installation.repositories.add(fullName);
      tellRepositories(world, installation, 'added', repositories, by);
    },
    removeRepositories(installation, repositories, by = installation.account) {
      for (const { fullName } of repositories) installation.repositories.delete(fullName);
      tellRepositories(world, installation, 'removed', repositories, by);
    },
  };
}

function tellRepositories(
  world: World,
  installation: Installation,
  action: 'added' | 'removed',
  repositories: readonly Repository[],
  by: Account,
): void {
  const brief = repositories.map(presentRepositoryBrief);
  emitInstallation(world, installation, 'installation_repositories', action, by, {
    repository_selection: installation.selection,
    repositories_added: action === 'added' ? brief : [],
    repositories_removed: action === 'removed' ? brief : [],
    requester: null,
  });
}
