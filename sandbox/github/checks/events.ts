import type { Account, CheckRun, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { presentRunEvent } from './present.ts';

export function emitRun(
  world: World,
  repository: Repository,
  run: CheckRun,
  sender: Account,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  more: object = {},
): void {
  const payload = { check_run: presentRunEvent(world, repository, run), ...more };
  // What is asked of an App is told to that App alone.
  const asked = action === 'rerequested' || action === 'requested_action';
  world.emit({ name: 'check_run', action, repository, sender, payload, ...(asked && { onlyApp: run.app }) });
}

/** Somebody presses a button of the check run. */
export function requestAction(
  world: World,
  repository: Repository,
  run: CheckRun,
  identifier: string,
  sender: Account,
): void {
  emitRun(world, repository, run, sender, 'requested_action', { requested_action: { identifier } });
}

/** Somebody presses "Re-run". */
export function rerequest(world: World, repository: Repository, run: CheckRun, sender: Account): void {
  emitRun(world, repository, run, sender, 'rerequested');
}
