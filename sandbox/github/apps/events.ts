import type { Account, Installation } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { presentInstallation } from './present.ts';

/** Told to the installation's App, whatever it subscribed to. */
export function emitInstallation(
  world: World,
  installation: Installation,
  name: 'installation' | 'installation_repositories',
  action: string,
  sender: Account,
  more: object,
): void {
  const payload = { installation: presentInstallation(world, installation), ...more };
  world.emit({ name, action, repository: null, installation, sender, payload });
}
