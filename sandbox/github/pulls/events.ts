import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { type PullIssue, presentPull } from './present.ts';

/** Tells of something that happened to a pull request. */
export async function emitPull(
  world: World,
  repository: Repository,
  issue: PullIssue,
  sender: Account,
  action: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const pull_request = await presentPull(world, repository, issue);
  const payload = { number: issue.number, pull_request, ...more };
  world.emit({ name: 'pull_request', action, repository, sender, payload });
}
